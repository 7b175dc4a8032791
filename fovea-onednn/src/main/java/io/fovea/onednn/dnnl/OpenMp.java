package io.fovea.onednn.dnnl;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The team of threads that runs the primitives.
///
/// Its size is a setting of the *calling thread*: set it in each thread that creates or runs
/// primitives. A primitive is planned for the size at its creation (and its scratchpad grows with
/// it), so it must run under the same size. A build of oneDNN without OpenMP has one fixed team;
/// then setting does nothing and the size reads as 1.
public final class OpenMp {
  private static final Optional<MethodHandle> SET =
      find("omp_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
  private static final Optional<MethodHandle> MAX =
      find("omp_get_max_threads", FunctionDescriptor.of(ValueLayout.JAVA_INT));

  private OpenMp() {}

  /// Whether the library's threads can be controlled.
  public static boolean isAvailable() {
    return SET.isPresent() && MAX.isPresent();
  }

  /// Sets the number of threads for primitives of the calling thread.
  ///
  /// @param count at least 1
  public static void threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "oneDNN: the number of threads must be at least 1, got " + count + ".");
    }
    if (SET.isPresent()) {
      try {
        SET.get().invokeExact(count);
      } catch (Throwable e) {
        throw Status.unexpected(e);
      }
    }
  }

  /// The number of threads that primitives of the calling thread use.
  public static int threads() {
    if (MAX.isEmpty()) {
      return 1;
    }
    try {
      return (int) MAX.get().invokeExact();
    } catch (Throwable e) {
      throw Status.unexpected(e);
    }
  }

  private static Optional<MethodHandle> find(String name, FunctionDescriptor descriptor) {
    return Natives.lookup()
        .find(name)
        .map(symbol -> Linker.nativeLinker().downcallHandle(symbol, descriptor));
  }
}
