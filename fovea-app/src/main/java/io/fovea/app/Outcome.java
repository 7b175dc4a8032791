// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.train.Callback;
import io.fovea.train.Logs;
import io.fovea.train.Run;

/// How much was trained, and how fast, counted while it goes on: all phases, validation and the features
/// of a frozen base included.
///
/// Mutable.
final class Outcome implements Callback {
  private final long start = System.nanoTime();
  private double seconds;
  private long examples;

  @Override
  public void onBatchEnd(Run run, int step, Logs logs) {
    int batch = run.fit().batch();
    examples += Math.min(batch, run.examples() - (long) step * batch);
  }

  /// Training is over.
  void end() {
    seconds = (System.nanoTime() - start) / 1e9;
  }

  /// Seconds from the beginning to the end of training.
  double seconds() {
    return seconds;
  }

  /// Examples per second.
  double rate() {
    return seconds == 0 ? 0 : examples / seconds;
  }
}
