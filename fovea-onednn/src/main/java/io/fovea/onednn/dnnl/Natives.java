package io.fovea.onednn.dnnl;

import io.fovea.error.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Finds oneDNN, unpacks it once, and loads it; nothing here throws because it is missing.
///
/// The library is taken from the class path (resources `org/bytedeco/dnnl/<platform>/`) and
/// unpacked into `<cache>/dnnl-<version>-<platform>`, where `<cache>` is the first of
/// `-Dfovea.cache=`, the variable `FOVEA_CACHE`, and the system's cache folder with `/fovea`
/// below it. `-Dfovea.dnnl.path=` names another build, as its file or its folder.
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

  /// Version of the payload this binding was written for; used when the payload hides its own.
  private static final String PAYLOAD_VERSION = "3.13-1.5.14";

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

  /// The folder below which libraries are unpacked.
  static Path cacheRoot() {
    String property = System.getProperty(CACHE_PROPERTY, "");
    if (!property.isBlank()) {
      return Path.of(property);
    }
    String variable = environment("FOVEA_CACHE");
    if (!variable.isBlank()) {
      return Path.of(variable);
    }
    Path home = Path.of(System.getProperty("user.home", "."));
    String platform = Platform.current().name();
    if (platform.startsWith("windows")) {
      String local = environment("LOCALAPPDATA");
      return (local.isBlank() ? home.resolve("AppData/Local") : Path.of(local)).resolve("fovea");
    }
    if (platform.startsWith("macosx")) {
      return home.resolve("Library/Caches/fovea");
    }
    String xdg = environment("XDG_CACHE_HOME");
    return (xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("fovea");
  }

  private static String environment(String name) {
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
    List<Path> files;
    try {
      files = named.isBlank() ? unpack(platform) : filesAt(Path.of(named), platform);
    } catch (IOException | RuntimeException e) {
      return Loaded.failed(
          "to unpack its library into " + cacheRoot(),
          text(e),
          "name a writable folder with -D" + CACHE_PROPERTY + "=, or " + USE_REFERENCE + ".");
    }
    if (!files.isEmpty()) {
      return open(files, platform);
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

  /// Unpacks the payload; empty if the class path has none for this platform.
  private static List<Path> unpack(Platform platform) throws IOException {
    ClassLoader loader = Natives.class.getClassLoader();
    List<URL> resources = new ArrayList<>();
    for (String file : platform.files()) {
      URL resource = loader.getResource(platform.resourceFolder() + file);
      if (resource == null) {
        return List.of();
      }
      resources.add(resource);
    }
    String folder = "dnnl-" + payloadVersion(loader) + "-" + platform;
    NativeCache cache = new NativeCache(cacheRoot().resolve(folder));
    List<Path> unpacked = new ArrayList<>();
    for (int i = 0; i < resources.size(); i++) {
      unpacked.add(cache.unpack(resources.get(i), platform.files().get(i)).toAbsolutePath());
    }
    return unpacked;
  }

  private static String payloadVersion(ClassLoader loader) throws IOException {
    try (InputStream in =
        loader.getResourceAsStream("META-INF/maven/org.bytedeco/dnnl/pom.properties")) {
      if (in == null) {
        return PAYLOAD_VERSION;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", PAYLOAD_VERSION);
    }
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

  private static String text(Exception e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
  }
}
