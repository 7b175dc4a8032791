// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.train.Callback;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import io.fovea.train.Run;
import java.time.Duration;

/// Saves the model after each epoch, and within long epochs every so often, so that a crash or a
/// power cut costs little. The first save makes the run the last one.
///
/// @param folder of the run; a state is there whole, or as it was
/// @param phase number of the phase that is trained
/// @param often how much time between two saves within an epoch
record Checkpoint(RunFolder folder, int phase, Duration often) implements Callback {
  @Override
  public Callback start(Run run) {
    return new Watch(folder, phase, often.toNanos());
  }

  /// Whether all parameters and state are numbers.
  static boolean isSound(Model model) {
    for (var variable : model.variables()) {
      for (float value : variable.read()) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /// Counts the time since the last save. Mutable.
  private static final class Watch implements Callback {
    private final RunFolder folder;
    private final int phase;
    private final long often;
    private long saved = System.nanoTime();

    Watch(RunFolder folder, int phase, long often) {
      this.folder = folder;
      this.phase = phase;
      this.often = often;
    }

    @Override
    public void onBatchEnd(Run run, int step, Logs logs) {
      if (System.nanoTime() - saved >= often) {
        save(run, logs);
      }
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      save(run, logs);
    }

    /// A model that has lost its way is not worth to go on with; the one before it stays.
    private void save(Run run, Logs logs) {
      if (Double.isFinite(logs.value("loss")) && isSound(run.model())) {
        folder.saveState(run.model(), phase);
        folder.makeLast();
      }
      saved = System.nanoTime();
    }
  }
}
