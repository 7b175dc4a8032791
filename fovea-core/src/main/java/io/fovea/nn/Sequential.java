// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import java.util.List;

/// Layers one after the other.
///
/// Used without a name it is punctuation only: its layers stand directly in the network that uses
/// it. `then("stage2", sequential(...))` puts them under a path of their own.
///
/// @param layers in order
public record Sequential(List<Layer> layers) implements Layer {
  /// Copies the list.
  public Sequential {
    layers = List.copyOf(layers);
  }

  @Override
  public Node on(Node x) {
    for (var layer : layers) {
      x = x.then(layer);
    }
    return x;
  }
}
