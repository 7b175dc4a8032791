// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import java.util.List;
import java.util.stream.Stream;

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

  /// These layers followed by more.
  public Sequential then(Layer... more) {
    return new Sequential(
        Stream.concat(layers.stream(), Args.allGiven("sequential.then", more).stream()).toList());
  }

  @Override
  public Node on(Node x) {
    return x.then(this);
  }
}
