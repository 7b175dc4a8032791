// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Inverts what is at least as bright as a threshold.
///
/// @param threshold 0..1; 1 inverts pure white alone
public record Solarize(Span threshold) implements Tones {
  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    float from = (float) threshold.draw(rng, 0);
    Values.each(source, target, value -> value >= from ? 1 - value : value);
  }
}
