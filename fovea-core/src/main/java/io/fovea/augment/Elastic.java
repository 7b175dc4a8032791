// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// The picture on a rubber sheet: random moves on a coarse grid, smoothed by cubic B-splines
/// (Simard et al. 2003; grid as in Ronneberger et al. 2015, "U-Net", section 3.1).
///
/// @param strength largest move of a grid point, as a share of `cell`, 0..1; at 0.4 nothing
///     folds over
/// @param cell distance between grid points, in pixels, at least 2
/// @param fill what comes in
public record Elastic(double strength, int cell, Fill fill) implements Distortions {
  /// Checks the numbers.
  public Elastic {
    Args.fraction("Elastic.strength", strength);
    Args.check(cell >= 2, "Elastic.cell", "at least 2 pixels", cell, "pass e.g. 32.");
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    return Mapping.of(
        RubberSheet.draw(input.get(0), input.get(1), cell, strength * cell, rng), input, fill);
  }
}
