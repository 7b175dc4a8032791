// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.tensor.Shape;
import java.util.List;
import java.util.Optional;

/// An op of one's own, for what no composition of ops can do: a function of arrays in plain Java,
/// and its gradient. Best a record: equal ones are the same op.
///
/// ```java
/// record Cube() implements CustomOp {
///   public Shape shape(List<Shape> inputs) {
///     return inputs.getFirst();
///   }
///   public void run(List<Array> inputs, Array output) {
///     double[] x = inputs.getFirst().values();
///     Arrays.setAll(output.values(), i -> x[i] * x[i] * x[i]);
///   }
///   public Optional<CustomOp> gradient(int input) {
///     return Optional.of(new CubeSlope()); // of dy, x, y: 3 x^2 dy
///   }
/// }
/// Node y = x.op(new Op.Custom(new Cube()));
/// ```
///
/// Every engine runs it in double precision on the thread that runs the plan, so it is as slow as
/// plain Java is. Have the test kit's gradient check look at it before it trains anything.
public interface CustomOp {
  /// Shape of the result; the first axis of inputs may be [Shape#OPEN] and then stays so.
  ///
  /// @throws io.fovea.error.ShapeException if the inputs do not fit
  Shape shape(List<Shape> inputs);

  /// Computes the result. Keeps nothing between calls: several plans may run it at once.
  ///
  /// @param inputs not to be changed
  /// @param output every element is to be written; it holds anything before
  void run(List<Array> inputs, Array output);

  /// What computes the gradient for an input, of its shape: an op of `dy, inputs..., y`, where `y` is
  /// this op's result and `dy` the gradient for it. Empty where no gradient flows.
  ///
  /// @param input position among the inputs, from 0
  Optional<CustomOp> gradient(int input);

  /// Numbers of a known shape.
  ///
  /// @param values row-major
  record Array(Shape shape, double[] values) {}
}
