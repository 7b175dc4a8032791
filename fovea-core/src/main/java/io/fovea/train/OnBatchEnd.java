// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

/// Calls a lambda after each step.
///
/// @param action called on the training thread
public record OnBatchEnd(Action action) implements Callback {
  /// See [#run].
  @FunctionalInterface
  public interface Action {
    /// What to do.
    ///
    /// @param step within the epoch, from 0
    /// @param logs means over the epoch so far
    void run(Run run, int step, Logs logs);
  }

  @Override
  public void onBatchEnd(Run run, int step, Logs logs) {
    action.run(run, step, logs);
  }
}
