// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// The upper side becomes the lower side, always. Exact.
public record FlipVertical() implements Moves {
  @Override
  public Mapping draw(Shape input, Rng rng) {
    return Mapping.whole(
        new Affine(1, 0, 0, 0, -1, input.get(0) - 1), input.get(0), input.get(1), Fill.NEAREST);
  }
}
