// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Sets some channels to a value, never all of them.
///
/// @param max most channels to lose, 1 or 2
/// @param value 0..1
public record ChannelDropout(int max, double value) implements Colors {
  /// Checks the numbers.
  public ChannelDropout {
    Args.check(max == 1 || max == 2, "ChannelDropout.max", "1 or 2 channels", max, "pass 1 or 2.");
    Args.fraction("ChannelDropout.value", value);
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    int lost = 1 + rng.below(0, max);
    int[] order = rng.at("order").permutation(3);
    Values.ofPixels(
        source,
        target,
        (in, from, out, to) -> {
          for (int i = 0; i < 3; i++) {
            out[to + order[i]] = i < lost ? (float) value : in[from + order[i]];
          }
        });
  }
}
