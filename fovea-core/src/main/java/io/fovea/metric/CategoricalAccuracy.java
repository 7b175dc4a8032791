// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.tensor.Shape;

/// Share of examples whose largest output is the right class; the first one among equals counts.
///
/// @param rows whether labels are rows `[N, classes]` instead of class numbers `[N]`
public record CategoricalAccuracy(boolean rows) implements Metric {
  @Override
  public String name() {
    return rows ? "categorical_accuracy" : "sparse_categorical_accuracy";
  }

  @Override
  public Direction direction() {
    return Direction.UP;
  }

  @Override
  public Metric on(Shape labels, Shape predictions) {
    Truth.check(name(), rows, labels, predictions);
    return this;
  }

  @Override
  public Accumulator start() {
    return new Mean((p, y, example, outputs) -> score(p, y, rows, example, outputs));
  }

  static double score(float[] predictions, float[] labels, boolean rows, int example, int outputs) {
    int predicted = Truth.argMax(predictions, example * outputs, outputs);
    float actual = rows ? Truth.argMax(labels, example * outputs, outputs) : labels[example];
    boolean known = !Float.isNaN(predictions[example * outputs + predicted]);
    return known && predicted == actual ? 1 : 0;
  }
}
