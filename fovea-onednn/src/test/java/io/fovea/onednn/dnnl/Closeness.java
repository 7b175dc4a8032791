// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static org.assertj.core.api.Assertions.assertThat;

/// Compares float32 results with expectations in double precision; for tests only.
final class Closeness {
  private static final double EPSILON = Math.ulp(1f);

  private Closeness() {}

  /// Asserts equality up to the rounding of sums of `terms` products.
  ///
  /// The bound is `8 x epsilon x sqrt(terms) x magnitude`, the magnitude being the largest expected
  /// value, at least 1; 8 allows for another order of summation and for approximated functions.
  static void assertClose(float[] actual, double[] expected, long terms) {
    assertThat(actual).hasSameSizeAs(expected);
    double magnitude = 1;
    for (double value : expected) {
      magnitude = Math.max(magnitude, Math.abs(value));
    }
    double bound = 8 * EPSILON * Math.sqrt(terms) * magnitude;
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= bound)) {
        throw new AssertionError(
            "value %d: expected %s, got %s (allowed difference %.3g)"
                .formatted(i, expected[i], actual[i], bound));
      }
    }
  }
}
