// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;

/// A marked position in a picture: an eye, a knee.
///
/// @param x pixels from the left border; the centre of the first pixel is 0.5
/// @param y pixels from the upper border
/// @param visible whether it lies within the picture
public record KeyPoint(double x, double y, boolean visible) {
  /// Checks the position.
  public KeyPoint {
    Args.finite("KeyPoint.x", x);
    Args.finite("KeyPoint.y", y);
  }
}
