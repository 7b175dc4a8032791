// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import io.fovea.graph.Eltwise;

/// All activations as layers; `import static io.fovea.nn.Layers.*` brings them along.
///
/// Each [Activation] goes by its name. What takes a number is a layer only.
public class Activations {
  Activations() {}

  /// [Activation#LINEAR].
  public static Activation linear() {
    return Activation.LINEAR;
  }

  /// [Activation#RELU].
  public static Activation relu() {
    return Activation.RELU;
  }

  /// [Activation#RELU6].
  public static Activation relu6() {
    return Activation.RELU6;
  }

  /// `x > 0 ? x : slope x`.
  ///
  /// @param slope from 0 to 1; Keras' layer has 0.3, its function ([Activation#LEAKY_RELU]) 0.2
  public static Elementwise leakyRelu(double slope) {
    Args.finite("leakyRelu.slope", slope);
    return new Elementwise("LeakyReLU", new Eltwise(Eltwise.Kind.RELU, slope, 0));
  }

  /// `x > 0 ? x : slope x` with trained slopes, from 0; see [PRelu].
  public static PRelu prelu() {
    return new PRelu(Initializers.zeros(), false);
  }

  /// [Activation#ELU].
  public static Activation elu() {
    return Activation.ELU;
  }

  /// `x > 0 ? x : alpha (exp(x) - 1)`.
  public static Elementwise elu(double alpha) {
    Args.finite("elu.alpha", alpha);
    return new Elementwise("ELU", new Eltwise(Eltwise.Kind.ELU, alpha, 0));
  }

  /// [Activation#CELU].
  public static Activation celu() {
    return Activation.CELU;
  }

  /// [Activation#SELU].
  public static Activation selu() {
    return Activation.SELU;
  }

  /// [Activation#GELU].
  public static Activation gelu() {
    return Activation.GELU;
  }

  /// [Activation#SWISH].
  public static Activation swish() {
    return Activation.SWISH;
  }

  /// [Activation#SIGMOID].
  public static Activation sigmoid() {
    return Activation.SIGMOID;
  }

  /// [Activation#HARD_SIGMOID].
  public static Activation hardSigmoid() {
    return Activation.HARD_SIGMOID;
  }

  /// [Activation#HARD_SWISH].
  public static Activation hardSwish() {
    return Activation.HARD_SWISH;
  }

  /// [Activation#TANH].
  public static Activation tanh() {
    return Activation.TANH;
  }

  /// `1.7159 tanh(2 x / 3)`; see [ScaledTanh].
  public static ScaledTanh scaledTanh() {
    return new ScaledTanh();
  }

  /// [Activation#HARD_TANH].
  public static Activation hardTanh() {
    return Activation.HARD_TANH;
  }

  /// [Activation#SOFTPLUS].
  public static Activation softplus() {
    return Activation.SOFTPLUS;
  }

  /// [Activation#SOFTSIGN].
  public static Activation softsign() {
    return Activation.SOFTSIGN;
  }

  /// [Activation#MISH].
  public static Activation mish() {
    return Activation.MISH;
  }

  /// [Activation#LOG_SIGMOID].
  public static Activation logSigmoid() {
    return Activation.LOG_SIGMOID;
  }

  /// [Activation#EXPONENTIAL].
  public static Activation exponential() {
    return Activation.EXPONENTIAL;
  }

  /// [Activation#SQUAREPLUS].
  public static Activation squareplus() {
    return Activation.SQUAREPLUS;
  }

  /// [Activation#SOFT_SHRINK].
  public static Activation softShrink() {
    return Activation.SOFT_SHRINK;
  }

  /// [Activation#HARD_SHRINK].
  public static Activation hardShrink() {
    return Activation.HARD_SHRINK;
  }

  /// [Activation#TANH_SHRINK].
  public static Activation tanhShrink() {
    return Activation.TANH_SHRINK;
  }

  /// [Activation#SPARSE_PLUS].
  public static Activation sparsePlus() {
    return Activation.SPARSE_PLUS;
  }

  /// [Activation#SPARSE_SIGMOID].
  public static Activation sparseSigmoid() {
    return Activation.SPARSE_SIGMOID;
  }

  /// [Activation#GLU].
  public static Activation glu() {
    return Activation.GLU;
  }

  /// [Activation#SPARSEMAX].
  public static Activation sparsemax() {
    return Activation.SPARSEMAX;
  }

  /// [Activation#SOFTMAX].
  public static Activation softmax() {
    return Activation.SOFTMAX;
  }

  /// [Activation#LOG_SOFTMAX].
  public static Activation logSoftmax() {
    return Activation.LOG_SOFTMAX;
  }
}
