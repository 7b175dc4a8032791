// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// The middle of the picture. Exact.
///
/// @param height rows to keep
/// @param width columns to keep
public record CenterCrop(int height, int width) implements Crops {
  /// Checks the size.
  public CenterCrop {
    Shapes.checkSize("CenterCrop", height, width);
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shapes.fitting("CenterCrop", input, height, width);
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    outputShape(input);
    return Mapping.whole(
        Affine.from((input.get(1) - width) / 2, (input.get(0) - height) / 2),
        height,
        width,
        Fill.NEAREST);
  }
}
