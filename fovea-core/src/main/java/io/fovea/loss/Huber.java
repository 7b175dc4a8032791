// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.error.Args;
import io.fovea.nn.Node;

/// Squared error for small errors, absolute error for large ones (Huber 1964).
///
/// - labels, predictions: `[N, ..., C]`
///
/// `e^2 / 2` up to `|e| = delta`, then `delta |e| - delta^2 / 2`; mean over the outputs.
///
/// @param delta where the two meet, above 0
public record Huber(double delta) implements Loss {
  /// Checks delta.
  public Huber {
    Args.positive("huber.delta", delta);
  }

  @Override
  public Node on(Node labels, Node predictions) {
    var error = predictions.minus(Terms.alike("huber", labels, predictions)).abs();
    var small = error.clip(0, delta);
    return Terms.perExample(small.square().times(0.5).plus(error.minus(small).times(delta)));
  }
}
