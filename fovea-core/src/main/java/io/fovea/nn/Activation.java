// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Eltwise.Kind;

/// Keras' named activations; each is a layer of its own too.
///
/// Formulas: `keras.activations`. The ones that take a number are layers only, see
/// [Layers#leakyRelu].
public enum Activation implements Layer {
  /// `x`.
  LINEAR,
  /// `max(x, 0)`.
  RELU,
  /// `min(max(x, 0), 6)`.
  RELU6,
  /// `x > 0 ? x : x / 5`.
  LEAKY_RELU,
  /// `x > 0 ? x : exp(x) - 1`.
  ELU,
  /// `x > 0 ? x : exp(x) - 1`; differs from [#ELU] only where both take a number.
  CELU,
  /// `1.0507 elu(x)` with alpha 1.6733 (Klambauer et al. 2017).
  SELU,
  /// `x (1 + erf(x / sqrt 2)) / 2`.
  GELU,
  /// `x sigmoid(x)`.
  SWISH,
  /// `1 / (1 + exp(-x))`.
  SIGMOID,
  /// `min(max(x / 6 + 1 / 2, 0), 1)`.
  HARD_SIGMOID,
  /// `x hardSigmoid(x)`.
  HARD_SWISH,
  /// Hyperbolic tangent.
  TANH,
  /// `min(max(x, -1), 1)`.
  HARD_TANH,
  /// `ln(1 + exp(x))`.
  SOFTPLUS,
  /// `x / (1 + |x|)`.
  SOFTSIGN,
  /// `x tanh(softplus(x))`.
  MISH,
  /// `ln(sigmoid(x))`.
  LOG_SIGMOID,
  /// `exp(x)`.
  EXPONENTIAL,
  /// `(x + sqrt(x^2 + 4)) / 2`.
  SQUAREPLUS,
  /// `x - clip(x, -1/2, 1/2)`.
  SOFT_SHRINK,
  /// `|x| > 1/2 ? x : 0`.
  HARD_SHRINK,
  /// `x - tanh(x)`.
  TANH_SHRINK,
  /// `0` up to -1, `(x + 1)^2 / 4` up to 1, then `x`.
  SPARSE_PLUS,
  /// `min(max((x + 1) / 2, 0), 1)`.
  SPARSE_SIGMOID,
  /// `a sigmoid(b)`, where `a` and `b` are the first and the second half of the channels (Dauphin et
  /// al. 2016); gives half as many.
  GLU,
  /// The nearest point of all vectors of numbers from 0 that sum to 1, along the last axis (Martins
  /// and Astudillo 2016); takes the square of the channels in memory.
  SPARSEMAX,
  /// Exponentials that sum to 1 along the last axis.
  SOFTMAX,
  /// Logarithm of softmax.
  LOG_SOFTMAX;

  private static final double LEAK = 0.2;
  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

  @Override
  public Node on(Node x) {
    return switch (this) {
      case LINEAR -> x;
      case RELU -> x.relu();
      case RELU6 -> x.clip(0, 6);
      case LEAKY_RELU -> x.map(new Eltwise(Kind.RELU, LEAK, 0));
      case ELU, CELU -> x.map(new Eltwise(Kind.ELU, 1, 0));
      case SELU -> x.map(new Eltwise(Kind.ELU, SELU_ALPHA, 0)).times(SELU_SCALE);
      case GELU -> x.map(Eltwise.of(Kind.GELU));
      case SWISH -> x.map(new Eltwise(Kind.SWISH, 1, 0));
      case SIGMOID -> x.sigmoid();
      case HARD_SIGMOID -> x.map(new Eltwise(Kind.HARD_SIGMOID, 1.0 / 6, 0.5));
      case HARD_SWISH -> x.map(new Eltwise(Kind.HARD_SWISH, 1.0 / 6, 0.5));
      case TANH -> x.tanh();
      case HARD_TANH -> x.clip(-1, 1);
      case SOFTPLUS -> x.map(new Eltwise(Kind.SOFTPLUS, 1, 0));
      case SOFTSIGN -> x.over(x.abs().plus(1));
      case MISH -> x.map(Eltwise.of(Kind.MISH));
      case LOG_SIGMOID -> x.map(new Eltwise(Kind.SOFTPLUS, -1, 0));
      case EXPONENTIAL -> x.exp();
      case SQUAREPLUS -> x.plus(x.square().plus(4).sqrt()).times(0.5);
      case SOFT_SHRINK -> x.minus(x.clip(-0.5, 0.5));
      case HARD_SHRINK -> x.times(x.abs().greaterThan(x.fill(0.5)));
      case TANH_SHRINK -> x.minus(x.tanh());
      case SPARSE_PLUS -> x.plus(1).clip(0, 2).square().times(0.25).plus(x.plus(-1).relu());
      case SPARSE_SIGMOID -> x.plus(1).times(0.5).clip(0, 1);
      case GLU -> Glu.on(x);
      case SPARSEMAX -> Sparsemax.on(x);
      case SOFTMAX -> x.softmax();
      case LOG_SOFTMAX -> x.logSoftmax();
    };
  }

  @Override
  public String type() {
    return switch (this) {
      case RELU -> "ReLU";
      case SOFTMAX -> "Softmax";
      default -> "Activation";
    };
  }
}
