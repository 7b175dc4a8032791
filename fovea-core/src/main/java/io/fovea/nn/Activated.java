// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;

/// The withers of every layer that ends in an activation.
///
/// @param <L> the layer
@CheckReturnValue
public interface Activated<L extends Layer> {
  /// The layer with this activation at its end.
  L activation(Activation activation);

  /// Ends in `max(x, 0)`.
  default L relu() {
    return activation(Activation.RELU);
  }

  /// Ends in the hyperbolic tangent.
  default L tanh() {
    return activation(Activation.TANH);
  }

  /// Ends in `1 / (1 + exp(-x))`.
  default L sigmoid() {
    return activation(Activation.SIGMOID);
  }

  /// Ends in `x sigmoid(x)`.
  default L swish() {
    return activation(Activation.SWISH);
  }

  /// Ends in exponentials that sum to 1 along the last axis.
  default L softmax() {
    return activation(Activation.SOFTMAX);
  }
}
