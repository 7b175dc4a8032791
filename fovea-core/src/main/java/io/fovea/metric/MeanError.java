// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.tensor.Shape;

/// Mean distance of predictions from labels `[N, outputs]`; for regression.
///
/// @param squared whether it is `(p - y)^2` rather than `|p - y|`
public record MeanError(boolean squared) implements Metric {
  @Override
  public String name() {
    return squared ? "mean_squared_error" : "mean_absolute_error";
  }

  @Override
  public Direction direction() {
    return Direction.DOWN;
  }

  @Override
  public Metric on(Shape labels, Shape predictions) {
    Truth.checkEach(name(), labels, predictions);
    return this;
  }

  @Override
  public Accumulator start() {
    return new Mean(this::score);
  }

  private double score(float[] predictions, float[] labels, int example, int outputs) {
    double sum = 0;
    for (int i = example * outputs; i < (example + 1) * outputs; i++) {
      double error = (double) predictions[i] - labels[i];
      sum += squared ? error * error : Math.abs(error);
    }
    return sum / outputs;
  }
}
