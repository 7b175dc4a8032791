// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Puts the channels into a random order.
public record ChannelShuffle() implements Colors {
  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    int[] order = rng.permutation(3);
    Values.ofPixels(
        source,
        target,
        (in, from, out, to) -> {
          for (int c = 0; c < 3; c++) {
            out[to + c] = in[from + order[c]];
          }
        });
  }
}
