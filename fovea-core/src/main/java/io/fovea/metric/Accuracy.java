// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.tensor.Shape;

/// Share of examples whose predicted class is right.
///
/// The predicted class is the largest output, the first one among equals; with a single output it
/// is 1 above 0.5, else 0. What Keras makes of the word "accuracy".
///
/// @param rows whether labels are rows `[N, classes]` instead of class numbers `[N]`
public record Accuracy(boolean rows) implements Metric {
  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public Direction direction() {
    return Direction.UP;
  }

  @Override
  public Metric on(Shape labels, Shape predictions) {
    return new Accuracy(Truth.rows(labels, predictions));
  }

  @Override
  public Accumulator start() {
    return new Mean(this::score);
  }

  private double score(float[] predictions, float[] labels, int example, int outputs) {
    return outputs == 1
        ? BinaryAccuracy.share(predictions, labels, example, 1, Truth.HALF)
        : CategoricalAccuracy.score(predictions, labels, rows, example, outputs);
  }
}
