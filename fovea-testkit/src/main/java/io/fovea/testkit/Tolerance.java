// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

/// How far a result may be from the exact one, from what rounding explains:
/// `epsilon factor sqrt(reduction) magnitude`.
///
/// ```java
/// assertThat(y).isCloseTo(exact, within(Tolerance.f32().reduction(27).magnitude(2).bound()));
/// ```
///
/// @param epsilon distance from 1 to the next number of the type
/// @param factor room for the order of sums and for approximated functions
/// @param reduction how many terms were summed; rounding errors of a sum grow with the square root
/// @param magnitude size of the terms
public record Tolerance(double epsilon, double factor, double reduction, double magnitude) {
  private static final double FACTOR = 16;

  /// For arithmetic in float32: 24 bits.
  public static Tolerance f32() {
    return new Tolerance(0x1p-23, FACTOR, 1, 1);
  }

  /// For values kept in bfloat16, 8 bits, with sums in float32.
  public static Tolerance bf16() {
    return new Tolerance(0x1p-7, FACTOR / 4, 1, 1);
  }

  /// For sums of this many terms.
  public Tolerance reduction(double reduction) {
    return new Tolerance(epsilon, factor, reduction, magnitude);
  }

  /// For terms of this size.
  public Tolerance magnitude(double magnitude) {
    return new Tolerance(epsilon, factor, reduction, magnitude);
  }

  /// The largest difference allowed.
  public double bound() {
    return epsilon * factor * Math.sqrt(Math.max(reduction, 1)) * magnitude;
  }

  /// Whether `got` may stand for `expected`; NaN and infinity only stand for themselves.
  public boolean accepts(double expected, double got) {
    return Double.compare(expected, got) == 0 || Math.abs(expected - got) <= bound();
  }
}
