// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;

/// Moves drawn on a coarse grid, smooth in between: uniform cubic B-splines.
///
/// @param cell distance of grid points, in pixels
/// @param wide grid points per row
/// @param moves x and y of each grid point, row-major; the first lies one cell left and above
@SuppressWarnings("ArrayRecordComponent") // private to a drawn map, never compared
record RubberSheet(int cell, int wide, double[] moves) implements Warp {
  /// Random moves of up to `most` pixels along each axis.
  static RubberSheet draw(int height, int width, int cell, double most, Rng rng) {
    int wide = (width - 1) / cell + 4;
    int high = (height - 1) / cell + 4;
    double[] moves = new double[2 * wide * high];
    for (int i = 0; i < moves.length; i++) {
      moves[i] = rng.uniform(i, -most, most);
    }
    return new RubberSheet(cell, wide, moves);
  }

  @Override
  public Point source(double x, double y) {
    int high = moves.length / 2 / wide;
    int column = Math.clamp((int) Math.floor(x / cell), 0, wide - 4);
    int row = Math.clamp((int) Math.floor(y / cell), 0, high - 4);
    double u = Math.clamp(x / cell - column, 0, 1);
    double v = Math.clamp(y / cell - row, 0, 1);
    double dx = 0;
    double dy = 0;
    for (int i = 0; i < 4; i++) {
      int at = 2 * ((row + i) * wide + column);
      double weight = weight(i, v);
      for (int j = 0; j < 4; j++, at += 2) {
        double both = weight * weight(j, u);
        dx += both * moves[at];
        dy += both * moves[at + 1];
      }
    }
    return new Point(x + dx, y + dy);
  }

  /// The cubic B-spline of the four neighbours, the first one left of the cell.
  private static double weight(int neighbour, double t) {
    double s = 1 - t;
    return switch (neighbour) {
      case 0 -> s * s * s / 6;
      case 1 -> (4 + 3 * t * t * (t - 2)) / 6;
      case 2 -> (4 + 3 * s * s * (s - 2)) / 6;
      default -> t * t * t / 6;
    };
  }
}
