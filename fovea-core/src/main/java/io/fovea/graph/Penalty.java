// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.error.Args;

/// A price on the size of a parameter, added to the loss: `l1 sum|w| + l2 sum w^2` (Keras' L1L2).
public record Penalty(double l1, double l2) {
  /// Checks both numbers.
  public Penalty {
    Args.finite("penalty l1", l1);
    Args.finite("penalty l2", l2);
  }

  /// No price.
  public static final Penalty NONE = new Penalty(0, 0);
}
