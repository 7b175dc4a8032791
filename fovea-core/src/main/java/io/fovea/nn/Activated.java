// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;

/// The withers of every layer that ends in an activation: each [Activation] by its name.
///
/// @param <L> the layer
@CheckReturnValue
public interface Activated<L extends Layer> {
  /// The layer with this activation at its end.
  L activation(Activation activation);

  /// Ends in [Activation#LINEAR].
  default L linear() {
    return activation(Activation.LINEAR);
  }

  /// Ends in [Activation#RELU].
  default L relu() {
    return activation(Activation.RELU);
  }

  /// Ends in [Activation#RELU6].
  default L relu6() {
    return activation(Activation.RELU6);
  }

  /// Ends in [Activation#LEAKY_RELU].
  default L leakyRelu() {
    return activation(Activation.LEAKY_RELU);
  }

  /// Ends in [Activation#ELU].
  default L elu() {
    return activation(Activation.ELU);
  }

  /// Ends in [Activation#CELU].
  default L celu() {
    return activation(Activation.CELU);
  }

  /// Ends in [Activation#SELU].
  default L selu() {
    return activation(Activation.SELU);
  }

  /// Ends in [Activation#GELU].
  default L gelu() {
    return activation(Activation.GELU);
  }

  /// Ends in [Activation#SWISH].
  default L swish() {
    return activation(Activation.SWISH);
  }

  /// Ends in [Activation#SIGMOID].
  default L sigmoid() {
    return activation(Activation.SIGMOID);
  }

  /// Ends in [Activation#HARD_SIGMOID].
  default L hardSigmoid() {
    return activation(Activation.HARD_SIGMOID);
  }

  /// Ends in [Activation#HARD_SWISH].
  default L hardSwish() {
    return activation(Activation.HARD_SWISH);
  }

  /// Ends in [Activation#TANH].
  default L tanh() {
    return activation(Activation.TANH);
  }

  /// Ends in [Activation#HARD_TANH].
  default L hardTanh() {
    return activation(Activation.HARD_TANH);
  }

  /// Ends in [Activation#SOFTPLUS].
  default L softplus() {
    return activation(Activation.SOFTPLUS);
  }

  /// Ends in [Activation#SOFTSIGN].
  default L softsign() {
    return activation(Activation.SOFTSIGN);
  }

  /// Ends in [Activation#MISH].
  default L mish() {
    return activation(Activation.MISH);
  }

  /// Ends in [Activation#LOG_SIGMOID].
  default L logSigmoid() {
    return activation(Activation.LOG_SIGMOID);
  }

  /// Ends in [Activation#EXPONENTIAL].
  default L exponential() {
    return activation(Activation.EXPONENTIAL);
  }

  /// Ends in [Activation#SQUAREPLUS].
  default L squareplus() {
    return activation(Activation.SQUAREPLUS);
  }

  /// Ends in [Activation#SOFT_SHRINK].
  default L softShrink() {
    return activation(Activation.SOFT_SHRINK);
  }

  /// Ends in [Activation#HARD_SHRINK].
  default L hardShrink() {
    return activation(Activation.HARD_SHRINK);
  }

  /// Ends in [Activation#TANH_SHRINK].
  default L tanhShrink() {
    return activation(Activation.TANH_SHRINK);
  }

  /// Ends in [Activation#SPARSE_PLUS].
  default L sparsePlus() {
    return activation(Activation.SPARSE_PLUS);
  }

  /// Ends in [Activation#SPARSE_SIGMOID].
  default L sparseSigmoid() {
    return activation(Activation.SPARSE_SIGMOID);
  }

  /// Ends in [Activation#GLU].
  default L glu() {
    return activation(Activation.GLU);
  }

  /// Ends in [Activation#SPARSEMAX].
  default L sparsemax() {
    return activation(Activation.SPARSEMAX);
  }

  /// Ends in [Activation#SOFTMAX].
  default L softmax() {
    return activation(Activation.SOFTMAX);
  }

  /// Ends in [Activation#LOG_SOFTMAX].
  default L logSoftmax() {
    return activation(Activation.LOG_SOFTMAX);
  }
}
