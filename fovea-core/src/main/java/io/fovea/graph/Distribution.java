// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.error.Args;
import io.fovea.tensor.Rng;

/// What random numbers are drawn from.
public sealed interface Distribution {
  /// Number `index` of a key.
  double draw(Rng rng, long index);

  /// `1 / (1 - rate)` with probability `1 - rate`, else 0: what dropout multiplies by.
  ///
  /// @param rate share that becomes 0, from 0 to 1; at 1 all are 0
  record Keep(double rate) implements Distribution {
    /// Checks the rate.
    public Keep {
      Args.fraction("dropout.rate", rate);
    }

    @Override
    public double draw(Rng rng, long index) {
      return rng.uniform(index) < rate ? 0 : 1 / (1 - rate);
    }
  }

  /// Gaussian.
  record Normal(double mean, double deviation) implements Distribution {
    @Override
    public double draw(Rng rng, long index) {
      return mean + deviation * rng.normal(index);
    }
  }

  /// Uniform in [low, high).
  record Uniform(double low, double high) implements Distribution {
    @Override
    public double draw(Rng rng, long index) {
      return rng.uniform(index, low, high);
    }
  }
}
