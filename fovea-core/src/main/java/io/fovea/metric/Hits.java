// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import java.util.OptionalInt;

/// How often outputs say yes and are right. Mutable, for one thread.
final class Hits implements Metric.Accumulator {
  private final float threshold;
  private final boolean rows;
  private final OptionalInt only;
  private final boolean ofPredicted;
  private double both;
  private double predicted;
  private double actual;

  /// @param only the one output that counts, or empty for all
  /// @param ofPredicted whether hits are divided by what was predicted (precision) or by what there
  ///     was (recall)
  Hits(double threshold, boolean rows, OptionalInt only, boolean ofPredicted) {
    this.threshold = (float) threshold;
    this.rows = rows;
    this.only = only;
    this.ofPredicted = ofPredicted;
  }

  @Override
  public void update(float[] predictions, float[] labels, float[] weights, int count, int outputs) {
    int from = only.orElse(0);
    int to = only.isPresent() ? from + 1 : outputs;
    for (int i = 0; i < count; i++) {
      for (int c = from; c < to; c++) {
        boolean yes = predictions[i * outputs + c] > threshold;
        boolean right = Truth.says(labels, rows, i, c, outputs);
        both += yes && right ? weights[i] : 0;
        predicted += yes ? weights[i] : 0;
        actual += right ? weights[i] : 0;
      }
    }
  }

  @Override
  public double[] counts() {
    return new double[] {both, predicted, actual};
  }

  @Override
  public void goOn(double[] counts) {
    both = counts[0];
    predicted = counts[1];
    actual = counts[2];
  }

  @Override
  public double result() {
    double all = ofPredicted ? predicted : actual;
    return all == 0 ? 0 : both / all;
  }
}
