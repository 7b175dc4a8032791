// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Spreads each channel so that its darkest value becomes 0 and its brightest 1.
public record AutoContrast() implements Tones {
  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    for (int c = 0; c < source.channels(); c++) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (int i = c; i < source.elements(); i += source.channels()) {
        float value = source.values()[source.offset() + i];
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      float scale = high > low ? 1 / (high - low) : 1;
      float shift = high > low ? low : 0;
      for (int i = c; i < source.elements(); i += source.channels()) {
        float value = source.values()[source.offset() + i];
        target.values()[target.offset() + i] = Values.unit((value - shift) * scale);
      }
    }
  }
}
