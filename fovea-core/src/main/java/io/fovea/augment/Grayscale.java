// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Shades of grey, still with three channels: `0.299 R + 0.587 G + 0.114 B`.
public record Grayscale() implements Colors {
  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    Planes.ofColors(source, target, run -> run.saturate(0));
  }
}
