// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Leans the content.
///
/// @param xDegrees angle by which upright lines lean, -80..80
/// @param yDegrees angle by which level lines lean, -80..80
/// @param fill what comes in
public record Shear(Span xDegrees, Span yDegrees, Fill fill) implements Moves {
  /// Checks the ranges.
  public Shear {
    xDegrees.within("Shear.xDegrees", -80, 80);
    yDegrees.within("Shear.yDegrees", -80, 80);
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    double leanX = Math.tan(Math.toRadians(xDegrees.draw(rng, 0)));
    double leanY = Math.tan(Math.toRadians(yDegrees.draw(rng, 1)));
    double centerX = (input.get(1) - 1) / 2.0;
    double centerY = (input.get(0) - 1) / 2.0;
    return Mapping.of(
        new Affine(1, leanX, -leanX * centerY, leanY, 1, -leanY * centerX), input, fill);
  }
}
