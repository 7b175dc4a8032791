// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// How a resized pixel is mixed from those of the picture; as in `tf.image.resize`, with half-pixel
/// centres throughout.
///
/// ```
/// NEAREST  one pixel      BILINEAR  2 x 2      BICUBIC  4 x 4      LANCZOS3  6 x 6
/// AREA     all pixels under the new one, each by the share that it covers
/// ```
public enum Interpolation {
  /// The pixel in which the centre lies.
  NEAREST(0),
  /// A triangle of radius 1.
  BILINEAR(1),
  /// The cubic of Keys 1981 with a = -0.5, radius 2.
  BICUBIC(2),
  /// The mean over the area that the new pixel covers.
  AREA(0.5),
  /// Lanczos' windowed sinc of radius 3.
  LANCZOS3(3);

  private final double radius;

  Interpolation(double radius) {
    this.radius = radius;
  }

  /// How far from the centre pixels still count, in pixels, without antialiasing.
  double radius() {
    return radius;
  }

  /// The share of a pixel at this distance from the centre, before shares are made to sum to 1.
  double weight(double distance) {
    double x = Math.abs(distance);
    return switch (this) {
      case NEAREST, AREA -> 1;
      case BILINEAR -> Math.max(0, 1 - x);
      case BICUBIC ->
          x >= 2 ? 0 : x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1;
      case LANCZOS3 ->
          x >= 3 ? 0 : x < 1e-8 ? 1 : 3 * sin(x) * sin(x / 3) / (Math.PI * Math.PI * x * x);
    };
  }

  private static double sin(double x) {
    return StrictMath.sin(Math.PI * x);
  }
}
