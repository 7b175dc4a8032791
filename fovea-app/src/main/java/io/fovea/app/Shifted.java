// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.train.Callback;
import io.fovea.train.Logs;
import io.fovea.train.Memory;
import io.fovea.train.Run;

/// A callback that counts the epochs of a later phase on from those of earlier ones.
///
/// @param inner called with the higher numbers
/// @param epochs how many to add
record Shifted(Callback inner, int epochs) implements Callback {
  @Override
  public Callback start(Run run) {
    return new Shifted(inner.start(run), epochs);
  }

  @Override
  public Memory memory() {
    return inner.memory();
  }

  @Override
  public void recall(Run run, Memory memory) {
    inner.recall(run, memory);
  }

  @Override
  public void onTrainBegin(Run run) {
    inner.onTrainBegin(run);
  }

  @Override
  public void onEpochBegin(Run run, int epoch) {
    inner.onEpochBegin(run, epochs + epoch);
  }

  @Override
  public void onBatchEnd(Run run, int step, Logs logs) {
    inner.onBatchEnd(run, step, logs);
  }

  @Override
  public void onEpochEnd(Run run, int epoch, Logs logs) {
    inner.onEpochEnd(run, epochs + epoch, logs);
  }

  @Override
  public void onTrainEnd(Run run) {
    inner.onTrainEnd(run);
  }
}
