// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// `1 - value`.
public record Invert() implements Tones {
  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    Values.linear(source, target, -1, 1);
  }
}
