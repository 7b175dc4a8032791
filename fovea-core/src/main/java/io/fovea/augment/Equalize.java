// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Gives each channel a flat histogram over 256 levels, as Pillow's `ImageOps.equalize`.
public record Equalize() implements Tones {
  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    for (int c = 0; c < source.channels(); c++) {
      int[] counts = new int[256];
      for (int i = c; i < source.elements(); i += source.channels()) {
        counts[Values.level(source.values()[source.offset() + i])]++;
      }
      float[] table = Histogram.equalizing(counts);
      for (int i = c; i < source.elements(); i += source.channels()) {
        target.values()[target.offset() + i] =
            table[Values.level(source.values()[source.offset() + i])];
      }
    }
  }
}
