// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// Changes that bend the picture. Input and output `[H, W, C]`, same size.
public sealed interface Distortions extends Spatial {
  /// The picture seen from aside: its corners move inwards.
  ///
  /// @param amount 0..1: each corner moves by up to half of this share of width and height
  /// @param fill what comes in
  record Perspective(double amount, Fill fill) implements Distortions {
    /// Checks the amount.
    public Perspective {
      Args.fraction("Perspective.amount", amount);
    }

    @Override
    public Mapping draw(Shape input, Rng rng) {
      double x = amount * (input.get(1) - 1) / 2;
      double y = amount * (input.get(0) - 1) / 2;
      double right = input.get(1) - 1;
      double bottom = input.get(0) - 1;
      // no corner may reach the centre line, or the quadrangle could fold over
      double limit = 0.95;
      var warp =
          Projective.fromQuadrangle(
              input.get(0),
              input.get(1),
              new Point(limit * rng.uniform(0) * x, limit * rng.uniform(1) * y),
              new Point(right - limit * rng.uniform(2) * x, limit * rng.uniform(3) * y),
              new Point(right - limit * rng.uniform(4) * x, bottom - limit * rng.uniform(5) * y),
              new Point(limit * rng.uniform(6) * x, bottom - limit * rng.uniform(7) * y));
      return Mapping.of(warp, input, fill);
    }
  }

  /// The picture on a rubber sheet: random moves on a coarse grid, smoothed by cubic B-splines
  /// (Simard et al. 2003; grid as in Ronneberger et al. 2015, "U-Net", section 3.1).
  ///
  /// @param strength largest move of a grid point, as a share of `cell`, 0..1; at 0.4 nothing
  ///     folds over
  /// @param cell distance between grid points, in pixels, at least 2
  /// @param fill what comes in
  record Elastic(double strength, int cell, Fill fill) implements Distortions {
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

  /// Stretches and squeezes bands of columns and of rows, as between the lines of a grid.
  ///
  /// @param amount 0..1 (exclusive): how much wider or narrower a band may become
  /// @param steps bands per side
  record GridDistortion(double amount, int steps) implements Distortions {
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

  /// The picture through a lens: `source = centre + d (1 + k r^2)`, r = 1 in the corners.
  ///
  /// @param k above 0 a barrel, below 0 a pincushion; -0.3..1
  /// @param fill what comes in
  record OpticalDistortion(Span k, Fill fill) implements Distortions {
    /// Checks the range.
    public OpticalDistortion {
      k.within("OpticalDistortion.k", -0.3, 1);
    }

    @Override
    public Mapping draw(Shape input, Rng rng) {
      double centerX = (input.get(1) - 1) / 2.0;
      double centerY = (input.get(0) - 1) / 2.0;
      double corner = Math.max(centerX * centerX + centerY * centerY, 1);
      return Mapping.of(new Lens(centerX, centerY, k.draw(rng, 0) / corner), input, fill);
    }
  }
}
