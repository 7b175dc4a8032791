// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Turns the content.
///
/// @param degrees clockwise as seen on a screen, -180..180
/// @param fill what comes in
public record Rotate(Span degrees, Fill fill) implements Moves {
  /// Checks the range.
  public Rotate {
    degrees.within("Rotate.degrees", -180, 180);
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    double turn = Math.toRadians(degrees.draw(rng, 0));
    return Mapping.of(Affine.about(input.get(0), input.get(1), 0, 0, turn, 0, 1), input, fill);
  }
}
