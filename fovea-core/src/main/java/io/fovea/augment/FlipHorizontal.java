// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Left becomes right, always; see [Augmentation#sometimes] for a chance of one half. Exact.
public record FlipHorizontal() implements Moves {
  @Override
  public Mapping draw(Shape input, Rng rng) {
    return Mapping.whole(
        new Affine(-1, 0, input.get(1) - 1, 0, 1, 0), input.get(0), input.get(1), Fill.NEAREST);
  }
}
