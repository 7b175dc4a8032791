// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// Where each pixel of a changed picture comes from.
///
/// Positions are in pixel centres: the first pixel lies at 0, 0. Whole picture, mask, boxes and key
/// points follow the same warp.
public interface Warp {
  /// An affine warp.
  ///
  /// ```
  /// sourceX = xx * x + xy * y + x0
  /// sourceY = yx * x + yy * y + y0
  /// ```
  static Warp affine(double xx, double xy, double x0, double yx, double yy, double y0) {
    return new Affine(xx, xy, x0, yx, yy, y0);
  }

  /// The position in the source that the target shows at `x`, `y`.
  Point source(double x, double y);

  /// The source positions of a whole target row; overridden for speed.
  ///
  /// @param y the row
  /// @param xs receives source columns, one per target column
  /// @param ys receives source rows
  default void row(int y, double[] xs, double[] ys) {
    for (int x = 0; x < xs.length; x++) {
      Point from = source(x, y);
      xs[x] = from.x();
      ys[x] = from.y();
    }
  }

  /// The position in the target that shows the source's `x`, `y`: the way back.
  ///
  /// Unless overridden it is searched for in 50 steps, which find it to a fraction of a pixel where
  /// the warp moves neighbours by less than their distance.
  default Point target(double x, double y) {
    double atX = x;
    double atY = y;
    for (int i = 0; i < 50; i++) {
      Point from = source(atX, atY);
      atX += x - from.x();
      atY += y - from.y();
    }
    return new Point(atX, atY);
  }
}
