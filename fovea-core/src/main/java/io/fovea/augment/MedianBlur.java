// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// The middle value of a square: removes specks, keeps edges.
///
/// @param radius pixels on each side of the middle, 1..3
public record MedianBlur(int radius) implements Filters {
  /// Checks the radius.
  public MedianBlur {
    Args.check(
        radius >= 1 && radius <= 3, "MedianBlur.radius", "1, 2 or 3 pixels", radius, "pass 1.");
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    Convolution.median(source, target, radius);
  }
}
