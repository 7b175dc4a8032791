// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

/// Sets the learning rate before each epoch; the logs get it as `learning_rate`.
///
/// For a rate that changes with each step, give the optimizer a schedule instead.
///
/// @param rule from epoch and present rate to the rate of the epoch
public record LearningRateScheduler(Rule rule) implements Callback {
  /// What the learning rate is called in the logs.
  static final String LOG = "learning_rate";

  /// See [#at].
  @FunctionalInterface
  public interface Rule {
    /// The learning rate of an epoch.
    ///
    /// @param epoch from 0
    /// @param rate the rate before it, without legacy decay
    double at(int epoch, double rate);
  }

  @Override
  public void onEpochBegin(Run run, int epoch) {
    run.changeLearningRate(rule.at(epoch, run.undecayedRate()));
  }

  @Override
  public void onEpochEnd(Run run, int epoch, Logs logs) {
    run.note(LOG, run.undecayedRate());
  }
}
