// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Blends with a smoothed picture, or away from it, as Pillow's `ImageEnhance.Sharpness`.
///
/// @param factor 0 is smooth, 1 keeps the picture, 2 is sharp
public record Sharpen(Span factor) implements Filters {
  /// Checks the range.
  public Sharpen {
    factor.within("Sharpen.factor", 0, 100);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    Convolution.smooth(source, target);
    Values.blend(target, source, (float) factor.draw(rng, 0), target);
  }
}
