// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;

/// What JPEG compression leaves of a picture: 8 x 8 blocks of the cosine transform, rounded with
/// the tables of the standard's annex K, without subsampling of colour.
///
/// @param min lowest quality, 1..100
/// @param max highest quality
public record JpegArtifacts(int min, int max) implements Damages {
  /// Checks the numbers.
  public JpegArtifacts {
    Args.check(
        1 <= min && min <= max && max <= 100,
        "JpegArtifacts",
        "qualities with 1 <= min <= max <= 100",
        min + ", " + max,
        "pass e.g. 30 and 80.");
  }

  @Override
  public void apply(Pixels source, Pixels target, Rng rng) {
    new JpegLoss(min + rng.below(0, max - min + 1)).apply(source, target);
  }
}
