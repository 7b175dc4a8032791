// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;

/// Share of examples whose right class is among the `k` largest outputs; equal to the `k`-th
/// counts.
///
/// @param k how many outputs count, at least 1
/// @param rows whether labels are rows `[N, classes]` instead of class numbers `[N]`
public record TopK(int k, boolean rows) implements Metric {
  /// Checks `k`.
  public TopK {
    Args.positive("topK.k", k);
  }

  @Override
  public String name() {
    return rows ? "top_k_categorical_accuracy" : "sparse_top_k_categorical_accuracy";
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
    return new Mean(this::score);
  }

  private double score(float[] predictions, float[] labels, int example, int outputs) {
    int actual = Truth.actual(labels, rows, example, outputs);
    if (actual < 0 || actual >= outputs) {
      return 0;
    }
    int at = example * outputs;
    float mine = predictions[at + actual];
    int larger = Float.isNaN(mine) ? outputs : 0;
    for (int i = 0; i < outputs; i++) {
      larger += predictions[at + i] > mine ? 1 : 0;
    }
    return larger < k ? 1 : 0;
  }
}
