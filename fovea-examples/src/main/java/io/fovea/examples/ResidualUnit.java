// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;

import io.fovea.nn.Conv;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;

/// Section 5: a layer of one's own. Two convolutions, and the way around them: they learn what to
/// add to their input.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, ceil(H / stride), ceil(W / stride), filters]`
///
/// @param filters number of feature maps; `C`, unless the stride is above 1
/// @param stride of the first convolution; above 1, the skip gets a convolution, too
public record ResidualUnit(int filters, int stride) implements Layer {
  @Override
  public Node on(Node x) {
    Node main =
        x.then(convolution(3).stride(stride))
            .then(batchNorm())
            .relu()
            .then(convolution(3))
            .then(batchNorm());
    Node skip = stride == 1 ? x : x.then(convolution(1).stride(stride)).then(batchNorm());
    return main.plus(skip).relu();
  }

  private Conv convolution(int kernel) {
    return conv2d(filters, kernel).same().noBias();
  }
}
