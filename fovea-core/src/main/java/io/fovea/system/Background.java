// SPDX-License-Identifier: Apache-2.0
package io.fovea.system;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Threads that take no time from others: they run where a processor would idle.
///
/// On Linux, by its scheduling policy `SCHED_IDLE`, see sched(7), which any thread may choose for
/// itself and none may leave again without privileges. Elsewhere, and where native access is not
/// enabled (`--enable-native-access`), nothing changes. Java's own thread priorities do nothing on
/// Linux.
public final class Background {
  private static final int THIS_THREAD = 0;
  private static final int SCHED_IDLE = 5;

  private Background() {}

  /// Moves the calling thread to the background, for the rest of its life.
  ///
  /// @return whether the system did it
  public static boolean enter() {
    // asked each time: without the option, the first native call of the process enables it
    if (!Background.class.getModule().isNativeAccessEnabled() || Scheduler.SET.isEmpty()) {
      return false;
    }
    try {
      return (int) Scheduler.SET.get().invokeExact(THIS_THREAD, SCHED_IDLE, Scheduler.PARAMETER)
          == 0;
    } catch (Throwable e) {
      throw new IllegalStateException(
          "Background: expected a native call to return, got " + e + ".", e);
    }
  }

  /// `int sched_setscheduler(pid_t, int policy, const struct sched_param *)`.
  private static final class Scheduler {
    /// Empty where it is not.
    static final Optional<MethodHandle> SET = find();

    /// The one field of `struct sched_param`, which is 0 for this policy.
    static final MemorySegment PARAMETER = Arena.global().allocate(ValueLayout.JAVA_INT);

    private static Optional<MethodHandle> find() {
      if (!System.getProperty("os.name", "").equals("Linux")) {
        return Optional.empty();
      }
      Linker linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find("sched_setscheduler")
          .map(function ->
              linker.downcallHandle(
                  function,
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_INT,
                      ValueLayout.ADDRESS)));
    }
  }
}
