// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;

/// A labelled rectangle in a picture, in pixels from the picture's top left corner.
///
/// @param left where it begins
/// @param top where it begins
/// @param right where it ends, above `left`
/// @param bottom where it ends, above `top`
/// @param label number of the class
public record Box(double left, double top, double right, double bottom, int label) {
  /// Checks the order of the borders.
  public Box {
    Args.check(
        left < right && top < bottom,
        "Box",
        "left < right and top < bottom",
        left + ", " + top + ", " + right + ", " + bottom,
        "pass left, top, right, bottom.");
  }

  /// Square pixels within.
  public double area() {
    return (right - left) * (bottom - top);
  }
}
