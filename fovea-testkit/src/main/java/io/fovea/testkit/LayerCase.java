// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Join;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import java.util.List;

/// A layer, and what is known of it without running it.
///
/// ```java
/// LayerCase.of("channelScale", new ChannelScale(), 4, 4, 3).parameters(3).keptIn(".fovea")
/// ```
///
/// @param factory name of the factory in [Layers] that makes it, or any name
/// @param layer a [Join] gets the input and another value that is made from it
/// @param example sizes of one example
/// @param parameters how many numbers it keeps, trained or not, counted by hand
/// @param domain what the input is filled with: away from kinks and ties, where slopes jump
/// @param files endings of the files that can hold it; the others must refuse it
@CheckReturnValue
public record LayerCase(
    String factory,
    Layer layer,
    Shape example,
    long parameters,
    Domain domain,
    List<String> files) {
  /// Copies the list.
  public LayerCase {
    files = List.copyOf(files);
  }

  /// A layer without numbers of its own that every file holds.
  public static LayerCase of(String factory, Layer layer, int... example) {
    return new LayerCase(
        factory, layer, Shape.of(example), 0, Domain.ANY, List.of(".fovea", ".keras", ".h5"));
  }

  /// Numbers that the layer keeps.
  public LayerCase parameters(long parameters) {
    return new LayerCase(factory, layer, example, parameters, domain, files);
  }

  /// What the input is filled with.
  public LayerCase domain(Domain domain) {
    return new LayerCase(factory, layer, example, parameters, domain, files);
  }

  /// The only files that can hold it.
  public LayerCase keptIn(String... endings) {
    return new LayerCase(factory, layer, example, parameters, domain, List.of(endings));
  }

  /// The layer as it is used on one value.
  Node on(Node x) {
    return layer instanceof Join join
        ? x.join(join, x.then(Layers.rescaling(-0.5).offset(0.3)))
        : x.then(layer);
  }

  /// Factory and sizes.
  @Override
  public String toString() {
    return factory + " " + example + " " + layer;
  }
}
