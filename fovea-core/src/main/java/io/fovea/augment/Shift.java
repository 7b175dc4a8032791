// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Moves the content.
///
/// @param x to the right, in widths: -1..1
/// @param y down, in heights: -1..1
/// @param fill what comes in
public record Shift(Span x, Span y, Fill fill) implements Moves {
  /// Checks the ranges.
  public Shift {
    x.within("Shift.x", -1, 1);
    y.within("Shift.y", -1, 1);
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    return Mapping.of(
        Affine.from(-x.draw(rng, 0) * input.get(1), -y.draw(rng, 1) * input.get(0)), input, fill);
  }
}
