// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.graph.CustomOp;
import io.fovea.tensor.Shape;

/// The numbers of one value of a plan, row-major; overwritten by each run.
final class Block {
  private final Shape shape;
  private final double[] values;

  /// Zeros.
  Block(Shape shape) {
    this.shape = shape;
    this.values = new double[Math.toIntExact(shape.elements())];
  }

  Shape shape() {
    return shape;
  }

  /// The array itself, not a copy.
  double[] values() {
    return values;
  }

  /// The same numbers as a user's op sees them.
  CustomOp.Array array() {
    return new CustomOp.Array(shape, values);
  }

  int elements() {
    return values.length;
  }

  int channels() {
    return shape.channels();
  }

  /// Number of examples: the first size.
  int examples() {
    return shape.get(0);
  }

  /// The sizes between the first and the last.
  Shape spatial() {
    return shape.slice(1, shape.rank() - 1);
  }
}
