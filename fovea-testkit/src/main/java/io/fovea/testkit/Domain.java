// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;

/// Which numbers an operand is filled with in a check.
public sealed interface Domain {
  /// Numbers from -1 to 1.
  Domain ANY = between(-1, 1);

  /// Numbers from 0.5 to 2: for logarithms, roots, variances and denominators.
  Domain POSITIVE = between(0.5, 2);

  /// Random numbers of this domain.
  Tensor draw(Shape shape, Rng rng);

  /// Uniform from `low` to `high`.
  static Continuous between(double low, double high) {
    return new Continuous(low, high, List.of());
  }

  /// Uniform, but at least 0.05 away from points where a function has a kink.
  ///
  /// @param kinks places that a central difference must not straddle
  record Continuous(double low, double high, List<Double> kinks) implements Domain {
    private static final double MARGIN = 0.05;

    /// Copies the list.
    public Continuous {
      kinks = List.copyOf(kinks);
    }

    /// The same domain without the neighbourhood of these points.
    public Continuous away(Double... points) {
      return new Continuous(low, high, List.of(points));
    }

    @Override
    public Tensor draw(Shape shape, Rng rng) {
      return Tensor.generate(shape, i -> draw(rng.at(i)));
    }

    private double draw(Rng rng) {
      int attempt = 0;
      double value;
      do {
        Args.check(attempt < 1000, "Domain", "room between the kinks", this, "widen the domain.");
        value = rng.uniform(attempt++, low, high);
      } while (near(value));
      return value;
    }

    private boolean near(double value) {
      return kinks.stream().anyMatch(kink -> Math.abs(value - kink) < MARGIN);
    }
  }

  /// Evenly spaced numbers from `low` to `high` in random order, so that no two are equal: for
  /// maxima.
  record Distinct(double low, double high) implements Domain {
    @Override
    public Tensor draw(Shape shape, Rng rng) {
      int count = Math.toIntExact(shape.elements());
      int[] order = rng.permutation(count);
      return Tensor.generate(shape, i -> low + (high - low) * (order[i] + 0.5) / count);
    }
  }

  /// Numbers `low`, `low + step`, ... up to `high`, many of them equal: for labels, and for ties.
  record Steps(double low, double high, double step) implements Domain {
    @Override
    public Tensor draw(Shape shape, Rng rng) {
      int count = (int) Math.floor((high - low) / step) + 1;
      return Tensor.generate(shape, i -> low + step * rng.below(i, count));
    }
  }
}
