// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// `value ^ gamma`.
///
/// @param gamma above 0; above 1 darkens
public record Gamma(Span gamma) implements Tones {
  /// Checks the range.
  public Gamma {
    Args.positive("Gamma.gamma", gamma.min());
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    double power = gamma.draw(rng, 0);
    Values.each(source, target, value -> (float) Math.pow(Math.max(value, 0), power));
  }
}
