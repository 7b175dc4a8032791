// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.ShapeException;
import java.util.List;

/// A layer that makes one value of several: `y.join(add(), skip)`.
public interface Join extends Layer {
  /// Describes what becomes of the values, in this order.
  ///
  /// @throws ShapeException if their shapes do not fit together
  Node on(Node first, Node... others);

  @Override
  default List<Node> onAll(List<Node> inputs) {
    return List.of(on(inputs.getFirst(), inputs.subList(1, inputs.size()).toArray(Node[]::new)));
  }

  /// Refuses: there is nothing to join.
  @Override
  default Node on(Node x) {
    throw new ShapeException(
        x.path(),
        type() + " to get two values or more",
        "one",
        "name the others: x.join(" + Trace.stem(type()) + "(), y).");
  }
}
