// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;

/// Every output unit looks at every input: `y = x kernel + bias`.
///
/// - input: `[N, ..., inputs]`
/// - output: `[N, ..., units]`
/// - parameters: `kernel [inputs, units]`, `bias [units]`
///
/// ```java
/// Node y = x.then(flatten()).then(dense(10).softmax());
/// ```
///
/// @param units number of outputs
/// @param weights first values, bias or not, price
/// @param activation applied to the result
@CheckReturnValue
public record Dense(int units, Weights weights, Activation activation)
    implements Layer, Activated<Dense>, Weighted<Dense> {
  /// Checks the numbers.
  public Dense {
    Args.given("Dense.weights", weights);
    Args.given("Dense.activation", activation);
    Args.positive("Dense.units", units);
  }

  @Override
  public Dense weights(Weights weights) {
    return new Dense(units, weights, activation);
  }

  @Override
  public Dense activation(Activation activation) {
    return new Dense(units, weights, activation);
  }

  @Override
  public Node on(Node x) {
    if (x.shape().rank() < 2) {
      throw new ShapeException(
          x.path(),
          "Dense to get [N, ..., inputs]",
          "shape " + x.shape(),
          "add an axis of inputs.");
    }
    int inputs = x.channels();
    var kernel = x.param("kernel", weights.kernel(), weights.penalty(), inputs, units);
    var op = new Op.MatMul(false, false);
    var rows = x.shape().rank() == 2 ? x : x.reshape(Shape.OPEN, inputs);
    var z =
        weights.hasBias()
            ? rows.op(op, kernel, x.param("bias", weights.bias(), units))
            : rows.op(op, kernel);
    var y = x.shape().rank() == 2 ? z : z.reshape(x.shape().with(-1, units).toArray());
    return activation.on(y);
  }
}
