// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// The picture seen from aside: its corners move inwards.
///
/// @param amount 0..1: each corner moves by up to half of this share of width and height
/// @param fill what comes in
public record Perspective(double amount, Fill fill) implements Distortions {
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
