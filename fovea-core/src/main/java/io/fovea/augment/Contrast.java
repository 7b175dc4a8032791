// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Distance from the mean shade of grey, times `factor`.
///
/// @param factor at least 0; 0 gives plain grey, 1 keeps the picture
public record Contrast(Span factor) implements Tones {
  /// Checks the range.
  public Contrast {
    factor.within("Contrast.factor", 0, 100);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    float by = (float) factor.draw(rng, 0);
    Values.linear(source, target, by, (1 - by) * Values.meanGray(source));
  }
}
