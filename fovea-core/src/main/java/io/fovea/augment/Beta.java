// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.tensor.Rng;

/// Random numbers of the beta distribution.
final class Beta {
  private Beta() {}

  /// One number of Beta(alpha, alpha), 0..1.
  static double symmetric(double alpha, Rng rng) {
    double first = logGamma(alpha, rng.at("first"));
    double second = logGamma(alpha, rng.at("second"));
    // x / (x + y) of logarithms, as small shapes give numbers that no double holds
    return 1 / (1 + Math.exp(second - first));
  }

  /// The logarithm of a number of Gamma(shape, 1), by squeezed rejection (Marsaglia and Tsang 2000,
  /// "A simple method for generating gamma variables"); shapes below 1 are taken from `shape + 1`.
  private static double logGamma(double shape, Rng rng) {
    if (shape < 1) {
      double uniform = 1 - rng.at("boost").uniform(0);
      return logGamma(shape + 1, rng) + Math.log(uniform) / shape;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    Rng normal = rng.at("normal");
    for (int i = 0; ; i++) {
      double x = normal.normal(i);
      double cube = (1 + c * x) * (1 + c * x) * (1 + c * x);
      if (cube > 0
          && Math.log(1 - rng.uniform(i)) < 0.5 * x * x + d - d * cube + d * Math.log(cube)) {
        return Math.log(d) + Math.log(cube);
      }
    }
  }
}
