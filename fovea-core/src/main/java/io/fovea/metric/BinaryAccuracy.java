// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;

/// Share of yes-or-no outputs that are right: `(p > threshold) == y`.
///
/// Labels are 0 or 1, `[N, outputs]`.
///
/// @param threshold a prediction above it says yes
public record BinaryAccuracy(double threshold) implements Metric {
  /// Checks the number.
  public BinaryAccuracy {
    Args.finite("binaryAccuracy.threshold", threshold);
  }

  @Override
  public String name() {
    return "binary_accuracy";
  }

  @Override
  public Direction direction() {
    return Direction.UP;
  }

  @Override
  public Metric on(Shape labels, Shape predictions) {
    Truth.checkEach(name(), labels, predictions);
    return this;
  }

  @Override
  public Accumulator start() {
    float limit = (float) threshold;
    return new Mean((p, y, example, outputs) -> share(p, y, example, outputs, limit));
  }

  static double share(
      float[] predictions, float[] labels, int example, int outputs, float threshold) {
    int right = 0;
    for (int i = example * outputs; i < (example + 1) * outputs; i++) {
      boolean known = !Float.isNaN(predictions[i]);
      right += known && (predictions[i] > threshold ? 1 : 0) == labels[i] ? 1 : 0;
    }
    return (double) right / outputs;
  }
}
