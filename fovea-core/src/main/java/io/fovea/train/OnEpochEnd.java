// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

/// Calls a lambda after each epoch.
///
/// @param action called on the training thread
public record OnEpochEnd(Action action) implements Callback {
  /// See [#run].
  @FunctionalInterface
  public interface Action {
    /// What to do.
    ///
    /// @param epoch from 0
    /// @param logs numbers of the epoch, validation included
    void run(Run run, int epoch, Logs logs);
  }

  @Override
  public void onEpochEnd(Run run, int epoch, Logs logs) {
    action.run(run, epoch, logs);
  }
}
