// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.tensor.Shape;

/// Each example as one vector, row-major.
///
/// - input: `[N, ...]`
/// - output: `[N, product of the rest]`
public record Flatten() implements Layer {
  @Override
  public Node on(Node x) {
    return x.reshape(Shape.OPEN, Math.toIntExact(x.shape().slice(1, x.shape().rank()).elements()));
  }
}
