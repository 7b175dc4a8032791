// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// One of the eight symmetries of the square (the group D4): quarter turns, with or without a
/// transposition. For square pictures. Exact.
public record Symmetries() implements Moves {
  @Override
  public Mapping draw(Shape input, Rng rng) {
    return Mapping.symmetry("Symmetries", input, rng.below(0, 4), rng.below(1, 2) == 1);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shapes.square("Symmetries", input);
  }
}
