// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Adds a number to each channel, drawn for each apart; acts on grey pictures too.
///
/// @param shift what is added, -1..1
public record RgbShift(Span shift) implements Colors {
  /// Checks the range.
  public RgbShift {
    shift.within("RgbShift.shift", -1, 1);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    int channels = source.channels();
    for (int c = 0; c < channels; c++) {
      float by = (float) shift.draw(rng, c);
      for (int i = c; i < source.elements(); i += channels) {
        target.values()[target.offset() + i] =
            Values.unit(source.values()[source.offset() + i] + by);
      }
    }
  }
}
