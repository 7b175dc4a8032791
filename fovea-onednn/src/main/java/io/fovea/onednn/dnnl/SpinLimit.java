// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;

/// How long the library's threads wait for each other in a loop before they sleep.
///
/// GNU's OpenMP spins for a millisecond and more. On a machine that is busy with something else, the
/// thread that is waited for then does not get a processor, and a small training step takes 50 times
/// as long (measured: LeNet-5, 2 processors, load 6: over 60 s an epoch, with this limit 13 s, on an
/// idle machine 0.4 s either way). Read by libgomp when it is loaded, so it must be set before.
final class SpinLimit {
  private static final String VARIABLE = "GOMP_SPINCOUNT";
  private static final String TURNS = "3000";

  private SpinLimit() {}

  /// Sets the limit for this process, unless the user chose a policy.
  static void apply() {
    boolean chosen =
        Stream.of(VARIABLE, "OMP_WAIT_POLICY").anyMatch(name -> System.getenv(name) != null);
    var linker = Linker.nativeLinker();
    var symbol = linker.defaultLookup().find("setenv");
    if (chosen || symbol.isEmpty()) {
      return;
    }
    var setenv =
        linker.downcallHandle(
            symbol.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (var arena = Arena.ofConfined()) {
      int failed =
          (int) setenv.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom(TURNS), 0);
      if (failed != 0) {
        System.getLogger(SpinLimit.class.getName())
            .log(System.Logger.Level.DEBUG, "{0} could not be set.", VARIABLE);
      }
    } catch (Throwable e) {
      throw Status.unexpected(e);
    }
  }
}
