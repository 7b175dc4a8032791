// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import java.util.List;

/// One layer used on several nodes with the same variables, e.g. both branches of a siamese network.
///
/// - input: whatever the layer takes, at each use with sizes that give the same parameters
/// - parameters: those of the layer, once for the whole network, under the path `name`
///
/// ```java
/// var encoder = shared("encoder", sequential(conv2d(32, 3).relu(), globalAvgPool2d()));
/// var distance = left.then(encoder).minus(right.then(encoder)).abs();
/// ```
///
/// Uses belong together if they stand in one description and have the same name. What a layer draws
/// at random it draws for each use; of what a layer updates while training, such as the moving
/// statistics of batch normalization, the last use counts.
///
/// @param name where the variables are, from the top of the network
/// @param layer the same at all uses of the name
public record Shared(String name, Layer layer) implements Layer {
  /// Refuses null.
  public Shared {
    Args.given("shared.name", name);
    Args.given("shared.layer", layer);
  }

  @Override
  public Node on(Node x) {
    return layer.on(x);
  }

  @Override
  public List<Node> onAll(List<Node> inputs) {
    return layer.onAll(inputs);
  }

  @Override
  public String type() {
    return layer.type();
  }
}
