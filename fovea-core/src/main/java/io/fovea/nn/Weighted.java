// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.graph.Initializer;
import io.fovea.graph.Penalty;

/// The withers of every layer with a kernel and a bias.
///
/// @param <L> the layer
@CheckReturnValue
public interface Weighted<L extends Layer> {
  /// First values, bias or not, price.
  Weights weights();

  /// The layer with other first values, bias or price.
  L weights(Weights weights);

  /// Without bias.
  default L noBias() {
    return weights(weights().noBias());
  }

  /// Other first values of the kernel, from [Initializers].
  default L kernelInitializer(Initializer kernel) {
    return weights(weights().kernel(kernel));
  }

  /// Other first values of the bias, from [Initializers].
  default L biasInitializer(Initializer bias) {
    return weights(weights().bias(bias));
  }

  /// Adds `price * sum(kernel^2)` to the loss (Keras' L2: no factor 1/2).
  default L l2(double price) {
    return weights(weights().penalty(new Penalty(weights().penalty().l1(), price)));
  }

  /// Adds `price * sum(|kernel|)` to the loss.
  default L l1(double price) {
    return weights(weights().penalty(new Penalty(price, weights().penalty().l2())));
  }
}
