// SPDX-License-Identifier: Apache-2.0
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
///
/// OpenMP may start fewer threads than it was told to, and oneDNN's barriers then wait for ever for
/// the others: never set more than [#granted].
public final class OpenMp {
  private static final FunctionDescriptor ASK = FunctionDescriptor.of(ValueLayout.JAVA_INT);
  private static final FunctionDescriptor TELL = FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT);

  private static final Optional<MethodHandle> SET = find("omp_set_num_threads", TELL);
  private static final Optional<MethodHandle> MAX = find("omp_get_max_threads", ASK);
  private static final Optional<MethodHandle> SET_DYNAMIC = find("omp_set_dynamic", TELL);
  private static final Optional<MethodHandle> IN_PARALLEL = find("omp_in_parallel", ASK);
  private static final Optional<MethodHandle> MAX_LEVELS = find("omp_get_max_active_levels", ASK);
  private static final Optional<MethodHandle> LIMIT = find("omp_get_thread_limit", ASK);
  private static final int FIRST = ask(MAX, 1); // before anybody here sets another size
  private static final int PROCESSORS = ask(find("omp_get_num_procs", ASK), FIRST);

  private OpenMp() {}

  /// The size of team to wish for: what the user chose by OpenMP's own variable `OMP_NUM_THREADS`,
  /// else one thread for each processor that both the caller and OpenMP know of.
  ///
  /// @param processors how many the caller knows of
  public static int preferred(int processors) {
    return FIRST == PROCESSORS ? Math.min(processors, FIRST) : FIRST;
  }

  /// How many threads OpenMP really starts when the calling thread wants `count`: fewer under
  /// `OMP_THREAD_LIMIT` and `OMP_MAX_ACTIVE_LEVELS`, and one inside of another parallel region.
  ///
  /// Makes the calling thread's team one of fixed size: with `OMP_DYNAMIC` it would change with the
  /// load of the machine, and a plan has one size.
  public static int granted(int count) {
    tell(SET_DYNAMIC, 0);
    boolean alone = ask(IN_PARALLEL, 0) != 0 || ask(MAX_LEVELS, 1) < 1;
    return alone ? 1 : Math.max(1, Math.min(count, ask(LIMIT, count)));
  }

  /// Sets the number of threads for primitives of the calling thread.
  ///
  /// @param count from 1 to what is [#granted]
  public static void threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "oneDNN: the number of threads must be at least 1, got " + count + ".");
    }
    tell(SET, count);
  }

  /// The number of threads that primitives of the calling thread use.
  public static int threads() {
    return ask(MAX, 1);
  }

  private static int ask(Optional<MethodHandle> function, int otherwise) {
    if (function.isEmpty()) {
      return otherwise;
    }
    try {
      return (int) function.get().invokeExact();
    } catch (Throwable e) {
      throw Status.unexpected(e);
    }
  }

  private static void tell(Optional<MethodHandle> function, int value) {
    if (function.isPresent()) {
      try {
        function.get().invokeExact(value);
      } catch (Throwable e) {
        throw Status.unexpected(e);
      }
    }
  }

  private static Optional<MethodHandle> find(String name, FunctionDescriptor descriptor) {
    return Natives.lookup()
        .find(name)
        .map(symbol -> Linker.nativeLinker().downcallHandle(symbol, descriptor));
  }
}
