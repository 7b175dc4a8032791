// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.ShapeException;
import java.util.List;

/// Something a network is made of: a value that describes what happens to its input.
///
/// Built-in and user-written layers look alike; a record with [#on] is all it takes:
///
/// ```java
/// record ChannelScale() implements Layer {
///   public Node on(Node x) {
///     return x.times(x.param("gamma", ones(), x.channels()));
///   }
/// }
/// ```
///
/// An expression over nodes is a layer, too: `Layer twice = x -> x.times(2)`. It has no name and no
/// values of its own, so that no file can hold it.
@FunctionalInterface
public interface Layer {
  /// Describes this layer's output for an input. Runs once per use, while the network is described;
  /// what it needs at run time it declares on `x`: [Node#param], [Node#state].
  ///
  /// @throws io.fovea.error.ShapeException if the input does not fit
  Node on(Node x);

  /// Describes the outputs for several inputs, see [Node#thenAll]; a layer has one of each unless it
  /// says otherwise.
  ///
  /// @throws io.fovea.error.ShapeException if there are more or fewer inputs than it takes
  default List<Node> onAll(List<Node> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException(
          inputs.getFirst().path(),
          type() + " to get one value",
          String.valueOf(inputs.size()),
          "join them first, e.g. x.join(add(), y).");
    }
    return List.of(on(inputs.getFirst()));
  }

  /// The kind of layer, as `summary` shows it; Keras' class name where Keras has the layer. Also the
  /// stem of automatic names: `Conv2D` gives `conv2d`, `conv2d_1`, ... An expression is a `Lambda`.
  default String type() {
    String name = getClass().getSimpleName();
    return name.isEmpty() || getClass().isHidden() ? "Lambda" : name;
  }
}
