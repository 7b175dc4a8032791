// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;

/// An affine map from target pixels to source positions, and the resampling along it.
///
/// ```
/// sourceX = xx * x + xy * y + x0        x: column, y: row; whole numbers are pixel centres
/// sourceY = yx * x + yy * y + y0
/// ```
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) implements Warp {
  /// The map that moves a picture's content, about the picture's centre.
  ///
  /// @param shiftX pixels to the right
  /// @param shiftY pixels down
  /// @param turn radians, clockwise as seen on a screen
  /// @param shear pixels to the right per pixel down, before the turn
  /// @param scale magnification
  static Affine about(
      int height,
      int width,
      double shiftX,
      double shiftY,
      double turn,
      double shear,
      double scale) {
    double cos = Math.cos(turn) / scale;
    double sin = Math.sin(turn) / scale;
    // content goes through shear, turn and scale, then shift; the map here is the way back:
    // (1, -shear; 0, 1) * (cos, sin; -sin, cos) / scale
    double xx = cos + shear * sin;
    double xy = sin - shear * cos;
    double yx = -sin;
    double yy = cos;
    double centerX = (width - 1) / 2.0;
    double centerY = (height - 1) / 2.0;
    double fromX = -centerX - shiftX;
    double fromY = -centerY - shiftY;
    return new Affine(
        xx, xy, centerX + xx * fromX + xy * fromY, yx, yy, centerY + yx * fromX + yy * fromY);
  }

  /// A move by whole or broken pixels: the target's first pixel shows the source at `x`, `y`.
  static Affine from(double x, double y) {
    return new Affine(1, 0, x, 0, 1, y);
  }

  @Override
  public Point source(double x, double y) {
    return new Point(xx * x + xy * y + x0, yx * x + yy * y + y0);
  }

  @Override
  public void row(int y, double[] xs, double[] ys) {
    double rowX = x0 + xy * y;
    double rowY = y0 + yy * y;
    for (int x = 0; x < xs.length; x++) {
      xs[x] = rowX + xx * x;
      ys[x] = rowY + yx * x;
    }
  }

  @Override
  public Point target(double x, double y) {
    double determinant = xx * yy - xy * yx;
    double fromX = x - x0;
    double fromY = y - y0;
    return new Point(
        (yy * fromX - xy * fromY) / determinant, (xx * fromY - yx * fromX) / determinant);
  }

  /// Whether each pixel of `target` shows one of `source`: all numbers are whole, and the corners lie
  /// inside.
  boolean isWhole(Pixels source, Pixels target) {
    int right = target.width() - 1;
    int bottom = target.height() - 1;
    return isWhole(xx)
        && isWhole(xy)
        && isWhole(x0)
        && isWhole(yx)
        && isWhole(yy)
        && isWhole(y0)
        && isInside(source, 0, 0)
        && isInside(source, right, 0)
        && isInside(source, 0, bottom)
        && isInside(source, right, bottom);
  }

  private static boolean isWhole(double value) {
    return Math.rint(value) == value;
  }

  private boolean isInside(Pixels source, int x, int y) {
    double fromX = xx * x + xy * y + x0;
    double fromY = yx * x + yy * y + y0;
    return fromX >= 0 && fromX < source.width() && fromY >= 0 && fromY < source.height();
  }

  /// Fills `target` with pixels of `source`, if [#isWhole].
  void copy(Pixels source, Pixels target) {
    int channels = source.channels();
    int line = source.width() * channels;
    int right = (int) xx * channels + (int) yx * line;
    int down = (int) xy * channels + (int) yy * line;
    int from = source.index((int) y0, (int) x0);
    for (int y = 0; y < target.height(); y++, from += down) {
      int to = target.index(y, 0);
      for (int c = 0; c < channels; c++) {
        copy(source.values(), from + c, right, target.values(), to + c, channels, target.width());
      }
    }
  }

  private static void copy(
      float[] in, int from, int right, float[] out, int to, int channels, int width) {
    for (int x = 0; x < width; x++) {
      out[to + x * channels] = in[from + x * right];
    }
  }

  /// Fills `target` from `source`, bilinear, as [Sampling] does along any warp.
  void warp(Pixels source, Pixels target, Fill fill) {
    for (int y = 0; y < target.height(); y++) {
      warpRow(source, target, y, xx, xy * y + x0, yx, yy * y + y0, fill);
    }
  }

  /// One target row. Takes numbers rather than `this`, so that the map of one picture need not
  /// live on the heap.
  private static void warpRow(
      Pixels source,
      Pixels target,
      int y,
      double stepX,
      double rowX,
      double stepY,
      double rowY,
      Fill fill) {
    int at = target.index(y, 0);
    for (int x = 0; x < target.width(); x++, at += target.channels()) {
      double sourceX = fill.fold(stepX * x + rowX, source.width());
      double sourceY = fill.fold(stepY * x + rowY, source.height());
      Sampling.bilinear(source, sourceX, sourceY, target, at, (float) fill.value());
    }
  }
}
