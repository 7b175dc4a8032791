// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.nn.Node;
import io.fovea.tensor.Shape;

/// How far predictions are from labels, one number per example.
///
/// Who trains multiplies by sample weights and takes the sum over the batch by the number of
/// examples. A loss of one's own is a record or a lambda that needs only [#on]:
///
/// ```java
/// Loss cubic = (y, p) -> p.minus(y).abs().pow(3).mean(1).reshape(-1);
/// ```
@FunctionalInterface
public interface Loss {
  /// Describes the loss.
  ///
  /// @param labels what is right; which shape, each loss says
  /// @param predictions `[N, ..., C]`
  /// @return `[N]`
  /// @throws io.fovea.error.ShapeException if the shapes do not fit
  Node on(Node labels, Node predictions);

  /// The shape of labels that suits predictions of a shape.
  default Shape labelShape(Shape predictions) {
    return predictions;
  }
}
