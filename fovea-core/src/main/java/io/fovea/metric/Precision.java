// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import java.util.OptionalInt;

/// Of what was predicted, the share that is right.
///
/// Each output above the threshold predicts its class; with a single output, labels are 0 or 1. 0
/// if there is nothing to divide by.
///
/// @param threshold a prediction above it says yes
/// @param rows whether labels are rows `[N, classes]` instead of class numbers `[N]`
/// @param only the one class that counts, or empty for all together
public record Precision(double threshold, boolean rows, OptionalInt only) implements Metric {
  /// Checks the number.
  public Precision {
    Args.finite("precision.threshold", threshold);
  }

  /// Other threshold.
  public Precision threshold(double threshold) {
    return new Precision(threshold, rows, only);
  }

  /// Of one class alone.
  public Precision ofClass(int number) {
    return new Precision(threshold, rows, OptionalInt.of(number));
  }

  @Override
  public String name() {
    return "precision";
  }

  @Override
  public Direction direction() {
    return Direction.UP;
  }

  @Override
  public Metric on(Shape labels, Shape predictions) {
    return new Precision(threshold, Truth.rows(labels, predictions), only);
  }

  @Override
  public Accumulator start() {
    return new Hits(threshold, rows, only, true);
  }
}
