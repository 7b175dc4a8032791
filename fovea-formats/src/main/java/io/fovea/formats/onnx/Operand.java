// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import io.fovea.tensor.Shape;
import java.util.function.Supplier;

/// What stands for a value of Fovea's graph in the file.
sealed interface Operand {
  /// The shape in Fovea's order of axes.
  Shape shape();

  /// A node's result, or an input.
  ///
  /// @param name in the file
  /// @param order of the axes in the file
  record Computed(String name, Shape shape, Order order) implements Operand {}

  /// Numbers that go into the file, in whatever orders their readers want.
  ///
  /// @param name the path of the variable
  /// @param values row-major, made when the file is written
  record Constant(String name, Shape shape, Supplier<float[]> values) implements Operand {}
}
