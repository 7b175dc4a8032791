package io.fovea.optim;

import io.fovea.error.Args;

/// Checks of hyperparameters, one sentence each.
final class Range {
  private Range() {}

  /// Returns a rate that is finite and at least 0.
  static double notNegative(String where, double value) {
    Args.check(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        where,
        "a finite number of at least 0",
        value,
        "pass 0 or more.");
    return value;
  }

  /// Returns the share of an old value that is kept: at least 0, below 1.
  static double share(String where, double value) {
    Args.check(
        value >= 0 && value < 1,
        where,
        "a number of at least 0 and below 1",
        value,
        "pass the share of the old value to keep, e.g. 0.9.");
    return value;
  }

  /// Returns a number of steps of at least 1.
  static long steps(String where, long value) {
    Args.check(value >= 1, where, "a number of steps of at least 1", value, "pass 1 or more.");
    return value;
  }
}
