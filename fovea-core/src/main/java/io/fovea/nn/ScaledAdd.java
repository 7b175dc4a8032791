// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;

/// `x + scale y`: a residual connection that adds a share of its branch only (Szegedy et al. 2016,
/// "Inception-v4", section 3.3).
///
/// - inputs: two of one shape, or of shapes that stretch to one
///
/// @param scale of the second and all further values
public record ScaledAdd(double scale) implements Join {
  /// Checks the number.
  public ScaledAdd {
    Args.finite("scaledAdd.scale", scale);
  }

  @Override
  public Node on(Node first, Node... others) {
    var sum = first;
    for (var other : others) {
      sum = sum.plus(other.times(scale));
    }
    return sum;
  }

  @Override
  public String type() {
    return "CustomScaleLayer";
  }
}
