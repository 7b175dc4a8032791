// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.tensor.Shape;

/// The projection behind [Activation#SPARSEMAX].
final class Sparsemax {
  private Sparsemax() {}

  /// `max(x - t, 0)` with the `t` that makes the sum 1. A number is above `t` if all larger ones lie
  /// less than 1 above it in sum; `t` follows from those numbers alone.
  static Node on(Node x) {
    var columns = x.shape().then(Shape.of(1)).toArray();
    var rows = x.shape().with(x.shape().rank() - 1, 1).then(Shape.of(x.channels())).toArray();
    var lead = x.reshape(rows).minus(x.reshape(columns)).relu().sum(-1);
    var counts = x.fill(1).greaterThan(lead).reshape(x.shape().toArray());
    var threshold = x.times(counts).sum(-1).plus(-1).over(counts.sum(-1));
    return x.minus(threshold).relu();
  }
}
