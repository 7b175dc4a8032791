// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// The mean weighted by a bell curve, cut at three deviations.
///
/// @param deviation of the curve, in pixels, above 0
public record GaussianBlur(Span deviation) implements Filters {
  /// Checks the range.
  public GaussianBlur {
    Args.positive("GaussianBlur.deviation", deviation.min());
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    Convolution.separable(source, target, Convolution.gaussian(deviation.draw(rng, 0)));
  }
}
