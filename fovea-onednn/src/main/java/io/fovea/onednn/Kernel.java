// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

/// One piece of a run, bound to its memory.
@FunctionalInterface
interface Kernel {
  /// Runs it.
  ///
  /// @param key key of this run's random numbers
  void run(long key);
}
