// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import java.util.Arrays;

/// The mean of a square.
///
/// @param maxRadius pixels on each side of the middle; drawn from 1 to this
public record BoxBlur(int maxRadius) implements Filters {
  /// Checks the radius.
  public BoxBlur {
    Args.positive("BoxBlur.maxRadius", maxRadius);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    int side = 2 * (1 + rng.below(0, maxRadius)) + 1;
    float[] weights = new float[side];
    Arrays.fill(weights, 1f / side);
    Convolution.separable(source, target, weights);
  }
}
