package io.fovea.train;

/// Something that watches training, and may stop it or change the learning rate.
///
/// All methods do nothing unless overridden. They run on the training thread. A callback that counts
/// is a value as well: it hands out a counter of its own for each run in [#start].
public interface Callback {
  /// Who watches this run: this callback itself, or something new that may be mutable. Called once,
  /// before anything else; a callback that cannot work with this model says so here.
  default Callback start(Run run) {
    return this;
  }

  /// Before the first step.
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

  /// After each epoch.
  ///
  /// @param epoch from 0
  /// @param logs numbers of the epoch, validation included
  default void onEpochEnd(Run run, int epoch, Logs logs) {}

  /// After the last step, also when training was stopped early.
  default void onTrainEnd(Run run) {}
}
