// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import java.util.Arrays;

/// Columns and rows stretched apart from each other, piecewise linear.
///
/// Line `i` of `n` evenly spread lines of the target shows position `lines[i]` of the source.
@SuppressWarnings("ArrayRecordComponent") // private to a drawn map, never compared
record Bands(double[] columns, double[] rows) implements Warp {
  /// Random lines over an axis; the first and the last stay where they are.
  static double[] lines(int size, int steps, double amount, Rng rng) {
    double[] lines = new double[steps + 1];
    for (int i = 1; i <= steps; i++) {
      lines[i] = lines[i - 1] + 1 + rng.uniform(i, -amount, amount);
    }
    double all = lines[steps];
    for (int i = 1; i <= steps; i++) {
      lines[i] *= (size - 1) / all;
    }
    return lines;
  }

  @Override
  public Point source(double x, double y) {
    return new Point(at(columns, x), at(rows, y));
  }

  @Override
  public void row(int y, double[] xs, double[] ys) {
    Arrays.fill(ys, at(rows, y));
    for (int x = 0; x < xs.length; x++) {
      xs[x] = at(columns, x);
    }
  }

  @Override
  public Point target(double x, double y) {
    return new Point(back(columns, x), back(rows, y));
  }

  private static double at(double[] lines, double position) {
    double last = lines[lines.length - 1];
    if (last == 0) {
      return position;
    }
    double step = position * (lines.length - 1) / last;
    int band = Math.clamp((int) step, 0, lines.length - 2);
    return lines[band] + (lines[band + 1] - lines[band]) * (step - band);
  }

  private static double back(double[] lines, double position) {
    double last = lines[lines.length - 1];
    if (last == 0) {
      return position;
    }
    int band = 0;
    while (band < lines.length - 2 && lines[band + 1] <= position) {
      band++;
    }
    double within = (position - lines[band]) / (lines[band + 1] - lines[band]);
    return (band + within) * last / (lines.length - 1);
  }
}
