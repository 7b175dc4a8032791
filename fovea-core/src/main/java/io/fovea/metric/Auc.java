// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/// Area under the ROC curve (true positive rate over false positive rate), by trapezoids between
/// evenly spaced thresholds.
///
/// Predictions are probabilities from 0 to 1. With several outputs, each counts as a question of
/// its own.
///
/// @param thresholds how many, at least 2; Keras has 200
/// @param rows whether labels are rows `[N, classes]` instead of class numbers `[N]`
public record Auc(int thresholds, boolean rows) implements Metric {
  /// Checks the number of thresholds.
  public Auc {
    Args.check(
        thresholds >= 2, "auc.thresholds", "at least 2 thresholds", thresholds, "pass e.g. 200.");
  }

  /// Other number of thresholds.
  public Auc thresholds(int thresholds) {
    return new Auc(thresholds, rows);
  }

  @Override
  public String name() {
    return "auc";
  }

  @Override
  public Direction direction() {
    return Direction.UP;
  }

  @Override
  public Metric on(Shape labels, Shape predictions) {
    return new Auc(thresholds, Truth.rows(labels, predictions));
  }

  @Override
  public Accumulator start() {
    return new Curve(thresholds - 1, rows);
  }

  /// Threshold `i` is `i / (thresholds - 1)`, the first a little below 0 and the last a little
  /// above 1; bucket `i` holds what lies above threshold `i` and not above threshold `i + 1`.
  private static final class Curve implements Accumulator {
    private final double[] positive;
    private final double[] negative;
    private final boolean rows;

    Curve(int buckets, boolean rows) {
      this.positive = new double[buckets];
      this.negative = new double[buckets];
      this.rows = rows;
    }

    @Override
    public void update(
        float[] predictions, float[] labels, float[] weights, int count, int outputs) {
      int buckets = positive.length;
      for (int i = 0; i < count; i++) {
        for (int c = 0; c < outputs; c++) {
          float p = predictions[i * outputs + c];
          int bucket = Math.clamp((int) Math.ceil(p * buckets) - 1, 0, buckets - 1);
          (Truth.says(labels, rows, i, c, outputs) ? positive : negative)[bucket] += weights[i];
        }
      }
    }

    @Override
    public double[] counts() {
      return DoubleStream.concat(Arrays.stream(positive), Arrays.stream(negative)).toArray();
    }

    @Override
    public void goOn(double[] counts) {
      System.arraycopy(counts, 0, positive, 0, positive.length);
      System.arraycopy(counts, positive.length, negative, 0, negative.length);
    }

    @Override
    public double result() {
      double allPositive = 0;
      double allNegative = 0;
      for (int i = 0; i < positive.length; i++) {
        allPositive += positive[i];
        allNegative += negative[i];
      }
      if (allPositive == 0 || allNegative == 0) {
        return 0;
      }
      double area = 0;
      double above = 0;
      for (int i = positive.length - 1; i >= 0; i--) {
        area += negative[i] * (above + positive[i] / 2);
        above += positive[i];
      }
      return area / (allPositive * allNegative);
    }
  }
}
