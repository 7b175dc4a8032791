// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

/// Radial distortion about a centre.
///
/// @param k per squared pixel
record Lens(double centerX, double centerY, double k) implements Warp {
  @Override
  public Point source(double x, double y) {
    double dx = x - centerX;
    double dy = y - centerY;
    double factor = 1 + k * (dx * dx + dy * dy);
    return new Point(centerX + dx * factor, centerY + dy * factor);
  }

  /// Along the ray from the centre, by bisection: the factor keeps directions.
  @Override
  public Point target(double x, double y) {
    double dx = x - centerX;
    double dy = y - centerY;
    double distance = Math.hypot(dx, dy);
    if (distance == 0) {
      return new Point(x, y);
    }
    double low = 0;
    double high = 2 * distance;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (middle * (1 + k * middle * middle) < distance) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Point(centerX + dx * low / distance, centerY + dy * low / distance);
  }
}
