// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.tensor.DType;
import io.fovea.tensor.Shape;

/// The result of a step, by number.
///
/// @param id unique in its graph
public record Value(int id, Shape shape, DType type) {
  /// As in `%7 [N, 28, 28, 6]`.
  @Override
  public String toString() {
    return "%" + id + " " + shape + (type == DType.FLOAT32 ? "" : " " + type);
  }
}
