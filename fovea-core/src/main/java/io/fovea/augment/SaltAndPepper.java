// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import java.util.Arrays;

/// Black and white specks.
///
/// @param share of the pixels that are lost, 0..1
public record SaltAndPepper(Span share) implements Damages {
  /// Checks the range.
  public SaltAndPepper {
    share.within("SaltAndPepper.share", 0, 1);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    double lost = share.draw(rng, 0);
    Rng noise = rng.at("noise");
    target.copyFrom(source);
    int channels = source.channels();
    for (int i = 0; i < source.height() * source.width(); i++) {
      double chance = noise.uniform(i);
      if (chance < lost) {
        int at = target.offset() + i * channels;
        Arrays.fill(target.values(), at, at + channels, chance < lost / 2 ? 0f : 1f);
      }
    }
  }
}
