// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.ShapeException;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;

/// The gated linear unit behind [Activation#GLU].
final class Glu {
  private Glu() {}

  /// `a sigmoid(b)` of the first and the second half of the channels.
  static Node on(Node x) {
    int channels = x.channels();
    if (channels % 2 != 0) {
      throw new ShapeException(
          x.path(),
          "GLU to get an even number of channels",
          channels + " channels",
          "give the layer before twice as many filters or units as GLU shall have.");
    }
    int last = x.shape().rank() - 1;
    var begin = Shape.of(new int[last + 1]);
    var half = x.shape().with(last, channels / 2);
    var gates = x.op(new Op.Slice(begin.with(last, channels / 2), half)).sigmoid();
    return x.op(new Op.Slice(begin, half)).times(gates);
  }
}
