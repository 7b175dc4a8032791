// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// A map that keeps straight lines straight.
///
/// ```
/// w = zx * x + zy * y + z0
/// sourceX = (xx * x + xy * y + x0) / w
/// sourceY = (yx * x + yy * y + y0) / w
/// ```
record Projective(
    double xx,
    double xy,
    double x0,
    double yx,
    double yy,
    double y0,
    double zx,
    double zy,
    double z0)
    implements Warp {
  /// The map that shows the corners of a picture at four points (Heckbert 1989, "Fundamentals of
  /// texture mapping", section 2.2.3).
  static Projective fromQuadrangle(
      int height, int width, Point topLeft, Point topRight, Point bottomRight, Point bottomLeft) {
    double sumX = topLeft.x() - topRight.x() + bottomRight.x() - bottomLeft.x();
    double sumY = topLeft.y() - topRight.y() + bottomRight.y() - bottomLeft.y();
    double ax = topRight.x() - bottomRight.x();
    double ay = topRight.y() - bottomRight.y();
    double bx = bottomLeft.x() - bottomRight.x();
    double by = bottomLeft.y() - bottomRight.y();
    double determinant = ax * by - bx * ay;
    double g = (sumX * by - bx * sumY) / determinant;
    double h = (ax * sumY - sumX * ay) / determinant;
    var fromUnit =
        new Projective(
            topRight.x() - topLeft.x() + g * topRight.x(),
            bottomLeft.x() - topLeft.x() + h * bottomLeft.x(),
            topLeft.x(),
            topRight.y() - topLeft.y() + g * topRight.y(),
            bottomLeft.y() - topLeft.y() + h * bottomLeft.y(),
            topLeft.y(),
            g,
            h,
            1);
    return fromUnit.inverse().scaled(width - 1, height - 1);
  }

  private Projective scaled(double byX, double byY) {
    return new Projective(xx * byX, xy * byX, x0 * byX, yx * byY, yy * byY, y0 * byY, zx, zy, z0);
  }

  /// The way back, up to a factor that cancels.
  private Projective inverse() {
    return new Projective(
        yy * z0 - y0 * zy,
        x0 * zy - xy * z0,
        xy * y0 - x0 * yy,
        y0 * zx - yx * z0,
        xx * z0 - x0 * zx,
        x0 * yx - xx * y0,
        yx * zy - yy * zx,
        xy * zx - xx * zy,
        xx * yy - xy * yx);
  }

  @Override
  public Point source(double x, double y) {
    double w = zx * x + zy * y + z0;
    return new Point((xx * x + xy * y + x0) / w, (yx * x + yy * y + y0) / w);
  }

  @Override
  public Point target(double x, double y) {
    return inverse().source(x, y);
  }
}
