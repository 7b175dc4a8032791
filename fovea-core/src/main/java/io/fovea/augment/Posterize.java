// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// Keeps the upper bits of 8.
///
/// @param min fewest bits to keep, 1..8
/// @param max most bits to keep
public record Posterize(int min, int max) implements Tones {
  /// Checks the numbers.
  public Posterize {
    Args.check(
        1 <= min && min <= max && max <= 8,
        "Posterize",
        "bits with 1 <= min <= max <= 8",
        min + ", " + max,
        "pass e.g. 4 and 8.");
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    int kept = 0xFF << 8 - (min + rng.below(0, max - min + 1));
    Values.each(source, target, value -> (Values.level(value) & kept) / 255f);
  }
}
