// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Stretches and squeezes bands of columns and of rows, as between the lines of a grid.
///
/// @param amount 0..1 (exclusive): how much wider or narrower a band may become
/// @param steps bands per side
public record GridDistortion(double amount, int steps) implements Distortions {
  /// Checks the numbers.
  public GridDistortion {
    Args.check(
        amount >= 0 && amount < 1,
        "GridDistortion.amount",
        "a fraction from 0 to below 1",
        amount,
        "pass e.g. 0.3.");
    Args.positive("GridDistortion.steps", steps);
  }

  @Override
  public Mapping draw(Shape input, Rng rng) {
    return Mapping.of(
        new Bands(
            Bands.lines(input.get(1), steps, amount, rng.at("columns")),
            Bands.lines(input.get(0), steps, amount, rng.at("rows"))),
        input,
        Fill.NEAREST);
  }
}
