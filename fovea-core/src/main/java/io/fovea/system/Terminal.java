// SPDX-License-Identifier: Apache-2.0
package io.fovea.system;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The terminal that standard output goes to.
///
/// Its width is asked of the system (`ioctl`, see ioctl_tty(2)) on Linux and macOS where native access
/// is enabled (`--enable-native-access`), so that a window may change its size at any time. Elsewhere
/// the environment variable `COLUMNS` tells it, or it is taken to be 80.
public final class Terminal {
  private static final int USUAL = 80;
  private static final int MOST = 10_000;

  private Terminal() {}

  /// Whether standard output is a terminal, so that somebody watches. `java.io.Console` asks for input
  /// and output together, so the system is asked first where it tells.
  public static boolean isWatched() {
    var out = Path.of("/proc/self/fd/1");
    if (Files.isSymbolicLink(out)) {
      try {
        var target = Files.readSymbolicLink(out).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      } catch (IOException e) {
        return false;
      }
    }
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /// Its columns now, at least 1.
  public static int columns() {
    int asked = Window.columns();
    return asked > 0 ? asked : columns(System.getenv().getOrDefault("COLUMNS", ""));
  }

  /// What the environment says, if it is a number of columns.
  static int columns(String variable) {
    int said = variable.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(variable) : 0;
    return said > 0 && said <= MOST ? said : USUAL;
  }

  /// `int ioctl(int fd, unsigned long request, struct winsize *)`.
  private static final class Window {
    private static final int STANDARD_OUTPUT = 1;

    /// `TIOCGWINSZ`.
    private static final long ASK_LINUX = 0x5413;

    private static final long ASK_MAC = 0x40087468;

    /// `unsigned short` rows, columns, and two sizes in pixels that nobody fills.
    private static final MemorySegment SIZE = Arena.global().allocate(ValueLayout.JAVA_SHORT, 4);

    private static final String SYSTEM = System.getProperty("os.name", "");
    private static final Optional<MethodHandle> ASK = find();

    private static Optional<MethodHandle> find() {
      if (!SYSTEM.equals("Linux") && !SYSTEM.startsWith("Mac")) {
        return Optional.empty();
      }
      Linker linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find("ioctl")
          .map(function ->
              linker.downcallHandle(
                  function,
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_LONG,
                      ValueLayout.ADDRESS),
                  Linker.Option.firstVariadicArg(2)));
    }

    /// 0 if the system does not tell.
    static synchronized int columns() {
      if (!Terminal.class.getModule().isNativeAccessEnabled() || ASK.isEmpty()) {
        return 0;
      }
      try {
        long question = SYSTEM.equals("Linux") ? ASK_LINUX : ASK_MAC;
        int failed = (int) ASK.get().invokeExact(STANDARD_OUTPUT, question, SIZE);
        return failed == 0 ? Short.toUnsignedInt(SIZE.getAtIndex(ValueLayout.JAVA_SHORT, 1)) : 0;
      } catch (Throwable e) {
        throw new IllegalStateException(
            "Terminal: expected a native call to return, got " + e + ".", e);
      }
    }
  }
}
