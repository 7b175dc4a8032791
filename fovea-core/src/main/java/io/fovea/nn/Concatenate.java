// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

/// Joins values along an axis: feature maps behind one another, unless another axis is named.
///
/// @param axis counted from the batch axis, 0; negative ones count from the end
public record Concatenate(int axis) implements Join {
  @Override
  public Node on(Node first, Node... others) {
    return first.concat(axis, others);
  }
}
