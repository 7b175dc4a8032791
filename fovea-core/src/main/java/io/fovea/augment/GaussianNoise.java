// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Adds normal noise to each value.
///
/// @param deviation of the noise, 0..1
public record GaussianNoise(Span deviation) implements Damages {
  /// Checks the range.
  public GaussianNoise {
    deviation.within("GaussianNoise.deviation", 0, 1);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    float by = (float) deviation.draw(rng, 0);
    Rng noise = rng.at("noise");
    for (int i = 0; i < source.elements(); i++) {
      float value = source.values()[source.offset() + i];
      target.values()[target.offset() + i] = Values.unit(value + by * (float) noise.normal(i));
    }
  }
}
