// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// A part of the picture, anywhere in it. Exact.
///
/// @param height rows to keep
/// @param width columns to keep
public record RandomCrop(int height, int width) implements Crops {
  /// Checks the size.
  public RandomCrop {
    Shapes.checkSize("RandomCrop", height, width);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shapes.fitting("RandomCrop", input, height, width);
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    outputShape(input);
    int left = rng.below(0, input.get(1) - width + 1);
    int top = rng.below(1, input.get(0) - height + 1);
    return Mapping.whole(Affine.from(left, top), height, width, Fill.NEAREST);
  }
}
