// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// The picture through a lens: `source = centre + d (1 + k r^2)`, r = 1 in the corners.
///
/// @param k above 0 a barrel, below 0 a pincushion; -0.3..1
/// @param fill what comes in
public record OpticalDistortion(Span k, Fill fill) implements Distortions {
  /// Checks the range.
  public OpticalDistortion {
    k.within("OpticalDistortion.k", -0.3, 1);
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    double centerX = (input.get(1) - 1) / 2.0;
    double centerY = (input.get(0) - 1) / 2.0;
    double corner = Math.max(centerX * centerX + centerY * centerY, 1);
    return Mapping.of(new Lens(centerX, centerY, k.draw(rng, 0) / corner), input, fill);
  }
}
