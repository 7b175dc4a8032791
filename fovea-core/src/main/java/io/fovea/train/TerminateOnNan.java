// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

/// Ends training as soon as the loss is no longer a finite number, and logs a warning.
public record TerminateOnNan() implements Callback {
  private static final System.Logger LOGGER = System.getLogger("io.fovea.train");

  @Override
  public void onBatchEnd(Run run, int step, Logs logs) {
    double loss = logs.value("loss");
    if (!Double.isFinite(loss) && !run.stopped()) { // fit may have stopped, and said so
      LOGGER.log(
          System.Logger.Level.WARNING,
          "Training ends in step {0} of the epoch: the loss is {1}. A lower learning rate may help.",
          step,
          loss);
      run.stop();
    }
  }
}
