// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Distance from grey, times `factor`.
///
/// @param factor at least 0; 0 gives shades of grey, 1 keeps the picture
public record Saturation(Span factor) implements Colors {
  /// Checks the range.
  public Saturation {
    factor.within("Saturation.factor", 0, 100);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    float by = (float) factor.draw(rng, 0);
    Planes.ofColors(source, target, run -> run.saturate(by));
  }
}
