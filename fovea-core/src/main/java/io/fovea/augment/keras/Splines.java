// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import io.fovea.augment.Fill;
import io.fovea.augment.Warp;
import io.fovea.error.Args;
import io.fovea.image.Pixels;

/// Interpolation by B-splines of order 2 to 5 that pass through every pixel, as `scipy.ndimage`
/// does with `prefilter=True` (Unser 1999, "Splines: a perfect fit for signal and image
/// processing").
///
/// How the picture goes on beyond its borders follows the fill mode: mirrored about the outermost
/// pixel centres for constant and wrap, about the outer edges for reflect, by repeated pixels for
/// nearest. For reflect SciPy starts its filter from a sum of which one term was overwritten, which
/// shows near the borders of small pictures; here the spline is exact.
final class Splines {
  static final int LOWEST = 2;
  static final int HIGHEST = 5;

  /// Pixels that nearest repeats around the picture; further out nothing changes.
  private static final int MARGIN = 12;

  private static final double[][] POLES = {
    {Math.sqrt(8) - 3},
    {Math.sqrt(3) - 2},
    {
      Math.sqrt(664 - Math.sqrt(438976)) + Math.sqrt(304) - 19,
      Math.sqrt(664 + Math.sqrt(438976)) - Math.sqrt(304) - 19
    },
    {
      Math.sqrt(67.5 - Math.sqrt(4436.25)) + Math.sqrt(26.25) - 6.5,
      Math.sqrt(67.5 + Math.sqrt(4436.25)) - Math.sqrt(26.25) - 6.5
    }
  };

  private final int order;
  private final Fill fill;
  private final int margin;

  /// Whether the picture is mirrored about its outer edges instead of its outermost centres.
  private final boolean half;

  private Splines(int order, Fill fill) {
    this.order = order;
    this.fill = fill;
    this.margin = fill.mode() == Fill.Mode.NEAREST ? MARGIN : 0;
    this.half = fill.mode() == Fill.Mode.REFLECT || fill.mode() == Fill.Mode.NEAREST;
  }

  /// Fills `target` with the values of `source` where `warp` leads.
  ///
  /// @param order 2 to 5
  static void sample(int order, Warp warp, Pixels source, Pixels target, Fill fill) {
    Args.check(
        order >= LOWEST && order <= HIGHEST, "Splines.order", "2 to 5", order, "pass e.g. 3.");
    var splines = new Splines(order, fill);
    for (int c = 0; c < source.channels(); c++) {
      splines.channel(warp, source, target, c);
    }
  }

  private void channel(Warp warp, Pixels source, Pixels target, int c) {
    double[][] knots = coefficients(source, c);
    int height = knots.length;
    int width = knots[0].length;
    double[] xs = new double[target.width()];
    double[] ys = new double[target.width()];
    double[] down = new double[order + 1];
    double[] across = new double[order + 1];
    for (int y = 0; y < target.height(); y++) {
      warp.row(y, xs, ys);
      for (int x = 0; x < xs.length; x++) {
        double row = position(ys[x], source.height());
        double column = position(xs[x], source.width());
        float value = (float) fill.value();
        if (!Double.isNaN(row + column)) {
          int top = weigh(row, down);
          int left = weigh(column, across);
          double sum = 0;
          for (int i = 0; i <= order; i++) {
            double[] line = knots[inside(top + i, height)];
            for (int k = 0; k <= order; k++) {
              sum += down[i] * across[k] * line[inside(left + k, width)];
            }
          }
          value = (float) sum;
        }
        target.values()[target.index(y, x) + c] = value;
      }
    }
  }

  /// Where a source position lies among the coefficients; NaN outside of a constant border.
  private double position(double at, int size) {
    return switch (fill.mode()) {
      case NEAREST -> Math.clamp(at + margin, 0.0, size - 1.0 + 2 * margin);
      // coefficients are mirrored one by one
      case REFLECT -> at;
      case CONSTANT, WRAP -> fill.fold(at, size);
    };
  }

  /// Fills in the shares of the coefficients around a position.
  ///
  /// @return the first of them
  private int weigh(double at, double[] shares) {
    int first = (int) Math.floor(order % 2 == 1 ? at : at + 0.5) - order / 2;
    for (int i = 0; i <= order; i++) {
      shares[i] = basis(order, at - first - i);
    }
    return first;
  }

  /// The centred B-spline, by Cox and de Boor's recursion.
  private static double basis(int order, double t) {
    if (order == 0) {
      return t >= -0.5 && t < 0.5 ? 1 : 0;
    }
    double edge = (order + 1) / 2.0;
    return ((edge + t) * basis(order - 1, t + 0.5) + (edge - t) * basis(order - 1, t - 0.5))
        / order;
  }

  private int inside(int index, int size) {
    if (size == 1) {
      return 0;
    }
    int period = half ? 2 * size : 2 * size - 2;
    int k = Math.floorMod(index, period);
    return k < size ? k : half ? period - 1 - k : period - k;
  }

  private double[][] coefficients(Pixels source, int c) {
    int height = source.height() + 2 * margin;
    int width = source.width() + 2 * margin;
    double[][] knots = new double[height][width];
    for (int y = 0; y < height; y++) {
      int row = Math.clamp(y - margin, 0, source.height() - 1);
      for (int x = 0; x < width; x++) {
        int column = Math.clamp(x - margin, 0, source.width() - 1);
        knots[y][x] = source.values()[source.index(row, column) + c];
      }
      filter(knots[y]);
    }
    double[] column = new double[height];
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        column[y] = knots[y][x];
      }
      filter(column);
      for (int y = 0; y < height; y++) {
        knots[y][x] = column[y];
      }
    }
    return knots;
  }

  /// Values become the coefficients of the spline through them, in place.
  private void filter(double[] line) {
    int n = line.length;
    if (n == 1) {
      return;
    }
    for (double pole : POLES[order - LOWEST]) {
      for (int i = 0; i < n; i++) {
        line[i] *= (1 - pole) * (1 - 1 / pole);
      }
      line[0] = start(line, pole);
      for (int i = 1; i < n; i++) {
        line[i] += pole * line[i - 1];
      }
      line[n - 1] =
          half
              ? line[n - 1] * pole / (pole - 1)
              : (pole * line[n - 2] + line[n - 1]) * pole / (pole * pole - 1);
      for (int i = n - 2; i >= 0; i--) {
        line[i] = pole * (line[i + 1] - line[i]);
      }
    }
  }

  /// The sum over all that lies to the left of the line, which repeats itself.
  private double start(double[] line, double pole) {
    int period = half ? 2 * line.length : 2 * line.length - 2;
    double sum = 0;
    double power = 1;
    for (int k = 0; k < period; k++) {
      sum += power * line[inside(-k, line.length)];
      power *= pole;
    }
    return sum / (1 - power);
  }
}
