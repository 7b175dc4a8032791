// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import io.fovea.error.EngineException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds oneDNN, unpacks it once, and loads it; nothing here throws because it is missing.
///
/// The library is taken from the class path (resources `org/bytedeco/dnnl/<platform>/`) and
/// unpacked into `<cache>/dnnl-<version>-<platform>`, where `<cache>` is the first of
/// `-Dfovea.cache=`, the variable `FOVEA_CACHE`, and the system's cache folder with `/fovea`
/// below it; if that folder cannot be written, or others could write it, into a temporary one.
/// `-Dfovea.dnnl.path=` names another build, as its file or its folder.
///
/// The OpenMP library is loaded first, then oneDNN, both for as long as the process runs.
///
/// OpenMP's threads wait for work asleep, not spinning: measured on 2 cores with other programs
/// running, a small matrix product takes 0.04 ms with sleeping threads and 19 ms with spinning ones
/// (alone on the machine 0.014 ms and 0.004 ms). `-Dfovea.wait=active`, or the variable
/// `OMP_WAIT_POLICY`, lets them spin.
public final class Natives {
  /// Names another build of oneDNN: a library file, or the folder that holds it.
  public static final String PATH_PROPERTY = "fovea.dnnl.path";

  /// Names the folder below which native libraries are unpacked.
  public static final String CACHE_PROPERTY = "fovea.cache";

  /// `active` lets OpenMP's threads spin while they wait for work; `passive` is the default.
  public static final String WAIT_PROPERTY = "fovea.wait";

  private static final String WAIT_VARIABLE = "OMP_WAIT_POLICY";

  private static final int MAJOR = 3;
  private static final int MINOR = 13;
  private static final String USE_REFERENCE = "run with -Dfovea.engine=reference (slow)";

  private static final SymbolLookup NOTHING = name -> Optional.empty();

  private Natives() {}

  /// Loads the library on the first call; says whether it can be used, and why not.
  public static Availability availability() {
    Loaded loaded = Holder.LOADED;
    Problem problem = problem();
    return new Availability(
        problem == null, loaded.version, loaded.path, problem == null ? "" : problem.sentence());
  }

  /// Returns quietly if the library can be used.
  ///
  /// @throws EngineException if it cannot, with the reason
  public static void require() {
    Problem problem = problem();
    if (problem != null) {
      throw new EngineException("oneDNN", problem.expected, problem.got, problem.fix);
    }
  }

  private static @Nullable Problem problem() {
    Loaded loaded = Holder.LOADED;
    if (loaded.problem != null) {
      return loaded.problem;
    }
    List<String> missing = Dnnl.missing();
    return missing.isEmpty()
        ? null
        : new Problem(
            "a library with every function of oneDNN " + MAJOR + "." + MINOR,
            loaded.path + " without " + String.join(", ", missing),
            "remove -D" + PATH_PROPERTY + " to use the bundled library.");
  }

  /// Where symbols of the library and of its OpenMP runtime are found.
  static SymbolLookup lookup() {
    Loaded loaded = Holder.LOADED;
    if (loaded.problem != null) {
      throw new IllegalStateException(loaded.problem.sentence());
    }
    return loaded.lookup;
  }

  static String environment(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  /// What was expected and what came; the sentence a user reads.
  private record Problem(String expected, String got, String fix) {
    String sentence() {
      return "oneDNN: the loader expected "
          + expected
          + ", got "
          + got
          + ".\n  Fix: "
          + fix
          + " `fovea doctor` shows every step.";
    }
  }

  /// The outcome of loading: symbols, or a problem.
  private record Loaded(
      String version, String path, SymbolLookup lookup, @Nullable Problem problem) {
    static Loaded failed(String expected, String got, String fix) {
      return new Loaded("", "", NOTHING, new Problem(expected, got, fix));
    }
  }

  /// Loads on first use, once per process.
  private static final class Holder {
    static final Loaded LOADED = load();
  }

  private static Loaded load() {
    Platform platform = Platform.current();
    String named = System.getProperty(PATH_PROPERTY, "");
    if (!named.isBlank()) {
      List<Path> files = filesAt(Path.of(named), platform);
      if (!files.isEmpty()) {
        return open(files, platform);
      }
    } else {
      try (Payload payload = Payload.open(platform)) {
        if (!payload.files().isEmpty()) {
          return open(payload.files(), platform);
        }
      } catch (IOException | RuntimeException e) {
        return Loaded.failed(
            "to unpack its library into a folder of its own",
            text(e),
            "name a writable folder with -D" + CACHE_PROPERTY + "=, or " + USE_REFERENCE + ".");
      }
    }
    return named.isBlank()
        ? Loaded.failed(
            "a native library for " + platform,
            "none (tried: class path, -D" + PATH_PROPERTY + ")",
            "add the dnnl classifier jar " + platform + ", or " + USE_REFERENCE + ".")
        : Loaded.failed(
            "the library " + platform.dnnl() + " at -D" + PATH_PROPERTY + "=" + named,
            "no such file",
            "name the file or its folder, or remove the property.");
  }

  private static Loaded open(List<Path> files, Platform platform) {
    String path = files.getLast().toString();
    try {
      SpinLimit.apply();
      SymbolLookup lookup = platform.isWindows() ? windowsOpenMp() : NOTHING;
      boolean waits = setWaitPolicy();
      try {
        for (Path file : files) {
          lookup = SymbolLookup.libraryLookup(file, Arena.global()).or(lookup);
        }
      } finally {
        if (waits) {
          environment("unsetenv", WAIT_VARIABLE);
        }
      }
      String version = version(lookup);
      String[] parts = version.split("\\.");
      boolean fits =
          parts.length == 3
              && Integer.parseInt(parts[0]) == MAJOR
              && Integer.parseInt(parts[1]) >= MINOR;
      Problem problem =
          new Problem(
              "oneDNN " + MAJOR + "." + MINOR + " or a later " + MAJOR + ".x at " + path,
              version.isEmpty() ? "a library without dnnl_version" : version,
              "build that version, or remove -D" + PATH_PROPERTY + ".");
      return new Loaded(version, path, lookup, fits ? null : problem);
    } catch (IllegalArgumentException e) {
      return Loaded.failed(
          "a loadable library at " + path,
          text(e),
          (platform.isWindows()
                  ? "install the Visual C++ redistributable, "
                  : "install glibc 2.34 or newer and libstdc++, ")
              + "name another build with -D"
              + PATH_PROPERTY
              + "=, or "
              + USE_REFERENCE
              + ".");
    } catch (IllegalCallerException e) {
      return Loaded.failed(
          "permission for native calls",
          text(e),
          "run java with --enable-native-access=ALL-UNNAMED.");
    }
  }

  /// Sets the policy that OpenMP reads once, when it is loaded; the user's own variables win.
  private static boolean setWaitPolicy() {
    boolean chosen =
        !environment(WAIT_VARIABLE).isEmpty()
            || !environment("GOMP_SPINCOUNT").isEmpty()
            || !environment("KMP_BLOCKTIME").isEmpty();
    return !chosen
        && environment("setenv", WAIT_VARIABLE, System.getProperty(WAIT_PROPERTY, "passive"));
  }

  /// Calls C's `setenv` or `unsetenv`; false where there is none (Windows).
  private static boolean environment(String function, String name, String... value) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> symbol = linker.defaultLookup().find(function);
    if (symbol.isEmpty()) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      if (value.length == 0) {
        return (int)
                linker
                    .downcallHandle(
                        symbol.get(),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                    .invokeExact(arena.allocateFrom(name))
            == 0;
      }
      return (int)
              linker
                  .downcallHandle(
                      symbol.get(),
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT,
                          ValueLayout.ADDRESS,
                          ValueLayout.ADDRESS,
                          ValueLayout.JAVA_INT))
                  .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value[0]), 1)
          == 0;
    } catch (Throwable e) {
      throw Status.unexpected(e);
    }
  }

  /// The system's OpenMP library; on Windows it is not part of the payload.
  private static SymbolLookup windowsOpenMp() {
    String root = environment("SystemRoot");
    Path file = Path.of(root.isBlank() ? "C:\\Windows" : root, "System32", "vcomp140.dll");
    return Files.isRegularFile(file) ? SymbolLookup.libraryLookup(file, Arena.global()) : NOTHING;
  }

  /// The user's own build, with the OpenMP library beside it if there is one.
  private static List<Path> filesAt(Path path, Platform platform) {
    Path dnnl = (Files.isDirectory(path) ? path.resolve(platform.dnnl()) : path).toAbsolutePath();
    if (!Files.isRegularFile(dnnl)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    for (String openMp : platform.openMp()) {
      Path beside = dnnl.resolveSibling(openMp);
      if (Files.isRegularFile(beside)) {
        files.add(beside);
      }
    }
    files.add(dnnl);
    return files;
  }

  /// `major.minor.patch`, or the empty string if `lookup` holds no oneDNN.
  private static String version(SymbolLookup lookup) {
    MemorySegment symbol = lookup.find("dnnl_version").orElse(MemorySegment.NULL);
    if (symbol.equals(MemorySegment.NULL)) {
      return "";
    }
    try {
      MemorySegment version =
          (MemorySegment)
              Linker.nativeLinker()
                  .downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.ADDRESS))
                  .invokeExact();
      MemorySegment numbers = version.reinterpret(3L * Integer.BYTES);
      return numbers.getAtIndex(ValueLayout.JAVA_INT, 0)
          + "."
          + numbers.getAtIndex(ValueLayout.JAVA_INT, 1)
          + "."
          + numbers.getAtIndex(ValueLayout.JAVA_INT, 2);
    } catch (Throwable e) {
      throw Status.unexpected(e);
    }
  }

  static String text(Exception e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
  }
}
