// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import java.time.Duration;

/// Saves the state of a phase after each epoch, and within long epochs every so often, so that a crash
/// or a power cut costs little.
///
/// Mutable; of one phase.
final class Checkpoint implements Callback {
  /// How much work a crash may cost within an epoch.
  private static final long OFTEN = Duration.ofMinutes(1).toNanos();

  private final PhaseStates states;
  private final int phase;
  private final Recipe.Watcher watcher;
  private long saved = System.nanoTime();

  Checkpoint(PhaseStates states, int phase, Recipe.Watcher watcher) {
    this.states = states;
    this.phase = phase;
    this.watcher = watcher;
  }

  @Override
  public void onBatchEnd(Run run, int step, Logs logs) {
    if (System.nanoTime() - saved >= OFTEN) {
      save(run, logs);
    }
  }

  @Override
  public void onEpochEnd(Run run, int epoch, Logs logs) {
    save(run, logs);
  }

  /// A model that has lost its way is not worth to go on with; the one before it stays.
  private void save(Run run, Logs logs) {
    boolean sound = Soundness.unsound(run.model().variables()).isEmpty();
    if (sound && Double.isFinite(logs.value("loss"))) {
      states.save(run.model(), phase);
      watcher.onSaved(states.state(phase));
    }
    saved = System.nanoTime();
  }
}
