// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Enlarges or reduces the content.
///
/// @param scale magnification; 2 doubles
/// @param stretch further magnification of the width alone; 1 to 1 keeps proportions
/// @param fill what comes in
public record Zoom(Span scale, Span stretch, Fill fill) implements Moves {
  /// Checks the ranges.
  public Zoom {
    Args.positive("Zoom.scale", scale.min());
    Args.positive("Zoom.stretch", stretch.min());
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    double down = 1 / scale.draw(rng, 0);
    double across = down / stretch.draw(rng, 1);
    double centerX = (input.get(1) - 1) / 2.0;
    double centerY = (input.get(0) - 1) / 2.0;
    return Mapping.of(
        new Affine(across, 0, centerX * (1 - across), 0, down, centerY * (1 - down)), input, fill);
  }
}
