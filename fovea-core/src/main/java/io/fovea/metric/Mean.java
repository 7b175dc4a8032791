// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

/// Weighted mean of one number per example. Mutable, for one thread.
final class Mean implements Metric.Accumulator {
  private final Score score;
  private double total;
  private double weight;

  Mean(Score score) {
    this.score = score;
  }

  @Override
  public void update(float[] predictions, float[] labels, float[] weights, int count, int outputs) {
    for (int i = 0; i < count; i++) {
      total += weights[i] * score.of(predictions, labels, i, outputs);
      weight += weights[i];
    }
  }

  @Override
  public double[] counts() {
    return new double[] {total, weight};
  }

  @Override
  public void goOn(double[] counts) {
    total = counts[0];
    weight = counts[1];
  }

  @Override
  public double result() {
    return weight == 0 ? 0 : total / weight;
  }

  /// The number of one example.
  @FunctionalInterface
  interface Score {
    /// Number of `example`, whose predictions begin at `example * outputs`.
    double of(float[] predictions, float[] labels, int example, int outputs);
  }
}
