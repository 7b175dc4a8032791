// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.tensor.Rng;

/// A range of numbers from which one is drawn, all equally likely.
///
/// @param min smallest
/// @param max largest, at least `min`
public record Span(double min, double max) {
  /// Checks the order.
  public Span {
    Args.check(
        Double.isFinite(min) && Double.isFinite(max) && min <= max,
        "Span",
        "two finite numbers, the smaller one first",
        min + ", " + max,
        "swap the two.");
  }

  /// From `-amount` to `amount`.
  public static Span around(double amount) {
    return new Span(-amount, amount);
  }

  /// This, if it lies within limits that both belong to it.
  Span within(String where, double low, double high) {
    Args.check(
        min >= low && max <= high,
        where,
        "numbers from " + low + " to " + high,
        min + " to " + max,
        "narrow the range.");
    return this;
  }

  double draw(Rng rng, long index) {
    return rng.uniform(index, min, max);
  }
}
