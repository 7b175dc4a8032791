// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Equalizes tile by tile, with limited contrast (Zuiderveld 1994, "Contrast limited adaptive
/// histogram equalization").
///
/// @param limit how many times the mean count a level may count, at least 1
/// @param tiles per side
public record Clahe(Span limit, int tiles) implements Tones {
  /// Checks the numbers.
  public Clahe {
    limit.within("Clahe.limit", 1, 256);
    Args.positive("Clahe.tiles", tiles);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    for (int c = 0; c < source.channels(); c++) {
      Histogram.adaptive(source, target, c, tiles, limit.draw(rng, 0));
    }
  }
}
