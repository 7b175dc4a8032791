// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.graph.Eltwise;

/// A function of each element as a layer, for those that take a number ([Layers#leakyRelu],
/// [Layers#elu]); the others are [Activation]s.
///
/// @param type name for `summary`, as in Keras
/// @param function what happens to each element
public record Elementwise(String type, Eltwise function) implements Layer {
  @Override
  public Node on(Node x) {
    return x.map(function);
  }
}
