// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// One of the quarter turns: 0, 90, 180, 270 degrees. For square pictures. Exact.
public record QuarterTurns() implements Moves {
  @Override
  public Mapping draw(Shape input, Rng rng) {
    return Mapping.symmetry("QuarterTurns", input, rng.below(0, 4), false);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shapes.square("QuarterTurns", input);
  }
}
