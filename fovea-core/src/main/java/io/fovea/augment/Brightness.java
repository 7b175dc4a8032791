// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// `factor * value`.
///
/// @param factor at least 0; 1 keeps the picture
public record Brightness(Span factor) implements Tones {
  /// Checks the range.
  public Brightness {
    factor.within("Brightness.factor", 0, 100);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    Values.linear(source, target, (float) factor.draw(rng, 0), 0);
  }
}
