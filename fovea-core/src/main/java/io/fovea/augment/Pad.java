// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Adds a border on all sides. Exact.
///
/// @param pixels width of the border
/// @param fill what it holds
public record Pad(int pixels, Fill fill) implements Crops {
  /// Checks the border.
  public Pad {
    Args.notNegative("Pad.pixels", pixels);
  }

  @Override
  public Shape outputShape(Shape input) {
    Spatial.picture("Pad", input);
    return Shape.of(input.get(0) + 2 * pixels, input.get(1) + 2 * pixels, input.get(2));
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    Shape output = outputShape(input);
    return Mapping.whole(Affine.from(-pixels, -pixels), output.get(0), output.get(1), fill);
  }
}
