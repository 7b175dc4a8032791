// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import java.util.function.UnaryOperator;

/// Any expression over nodes as a layer, without parameters of its own:
///
/// ```java
/// Layer globalMean = lambda(x -> x.mean(1, 2).reshape(Shape.OPEN, x.channels()));
/// ```
///
/// Gradients follow from the ops in it. A model with such a layer trains and predicts, but cannot be
/// saved, as code does not go into files: write a record that implements [Layer] instead.
///
/// @param expression what happens to the input; runs once per use, while the network is described
public record Lambda(UnaryOperator<Node> expression) implements Layer {
  /// Refuses null.
  public Lambda {
    Args.given("lambda.expression", expression);
  }

  @Override
  public Node on(Node x) {
    return expression.apply(x);
  }

  /// The word `Lambda`, as the expression has no name.
  @Override
  public String toString() {
    return "Lambda";
  }
}
