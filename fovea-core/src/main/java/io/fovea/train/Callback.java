// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

/// Something that watches training, and may stop it or change the learning rate.
///
/// All methods do nothing unless overridden. They run on the training thread. A callback that counts
/// is a value as well: it hands out a counter of its own for each run in [#start], and the counter
/// says in [#memory] what it has to be told, by [#recall], when another process goes on with the run.
public interface Callback {
  /// Who watches this run: this callback itself, or something new that may be mutable. Called once,
  /// before anything else; a callback that cannot work with this model says so here.
  default Callback start(Run run) {
    return this;
  }

  /// What it remembers of the run, so that a resumed one goes on as if it had not been stopped; saved
  /// with the model. A callback that saves the model itself brings its memory up to date before.
  default Memory memory() {
    return Memory.EMPTY;
  }

  /// Goes on with what it remembered in an earlier process, see [Fit#resuming]. Called after [#start]
  /// and before [#onTrainBegin]; an epoch that had begun already does not begin again.
  ///
  /// @param memory as [#memory] gave it
  default void recall(Run run, Memory memory) {}

  /// Before the first step of this process.
  default void onTrainBegin(Run run) {}

  /// Before each epoch.
  ///
  /// @param epoch from 0
  default void onEpochBegin(Run run, int epoch) {}

  /// After each step.
  ///
  /// @param step within the epoch, from 0
  /// @param logs means over the epoch so far
  default void onBatchEnd(Run run, int step, Logs logs) {}

  /// After each epoch; not after one that [Run#stop] cut short.
  ///
  /// @param epoch from 0
  /// @param logs numbers of the epoch, validation included
  default void onEpochEnd(Run run, int epoch, Logs logs) {}

  /// After the last step, also when training was stopped early.
  default void onTrainEnd(Run run) {}
}
