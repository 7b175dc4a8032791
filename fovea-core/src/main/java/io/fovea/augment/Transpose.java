// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Rows become columns, always. For square pictures. Exact.
public record Transpose() implements Moves {
  @Override
  public Mapping draw(Shape input, Rng rng) {
    return Mapping.symmetry("Transpose", input, 0, true);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shapes.square("Transpose", input);
  }
}
