// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;

/// Checks of hyperparameters, one sentence each.
final class Range {
  private Range() {}

  /// Throws unless a number is finite and at least 0.
  static void notNegative(String where, double value) {
    Args.check(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        where,
        "a finite number of at least 0",
        value,
        "pass 0 or more.");
  }

  /// Throws unless a share of an old value that is kept is at least 0 and below 1.
  static void share(String where, double value) {
    Args.check(
        value >= 0 && value < 1,
        where,
        "a number of at least 0 and below 1",
        value,
        "pass the share of the old value to keep, e.g. 0.9.");
  }

  /// Throws unless a number of steps is at least 1.
  static void steps(String where, long value) {
    Args.check(value >= 1, where, "a number of steps of at least 1", value, "pass 1 or more.");
  }
}
