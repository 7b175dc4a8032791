// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import java.util.OptionalInt;

/// Of what there was to find, the share that was predicted.
///
/// Each output above the threshold predicts its class; with a single output, labels are 0 or 1. 0
/// if there is nothing to divide by.
///
/// @param threshold a prediction above it says yes
/// @param rows whether labels are rows `[N, classes]` instead of class numbers `[N]`
/// @param only the one class that counts, or empty for all together
public record Recall(double threshold, boolean rows, OptionalInt only) implements Metric {
  /// Checks the number.
  public Recall {
    Args.finite("recall.threshold", threshold);
  }

  /// Other threshold.
  public Recall threshold(double threshold) {
    return new Recall(threshold, rows, only);
  }

  /// Of one class alone.
  public Recall ofClass(int number) {
    return new Recall(threshold, rows, OptionalInt.of(number));
  }

  @Override
  public String name() {
    return "recall";
  }

  @Override
  public Direction direction() {
    return Direction.UP;
  }

  @Override
  public Metric on(Shape labels, Shape predictions) {
    return new Recall(threshold, Truth.rows(labels, predictions), only);
  }

  @Override
  public Accumulator start() {
    return new Hits(threshold, rows, only, false);
  }
}
