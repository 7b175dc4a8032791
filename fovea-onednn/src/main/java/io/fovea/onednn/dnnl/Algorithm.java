// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

/// What a primitive computes, where its kind leaves a choice. Letters: `a` is alpha, `b` is beta.
public enum Algorithm {
  /// `max(x, 0) + a * min(x, 0)`.
  RELU(0x20),
  /// Hyperbolic tangent.
  TANH(0x21),
  /// `x > 0 ? x : a * (exp(x) - 1)`.
  ELU(0x22),
  /// `x * x`.
  SQUARE(0x23),
  /// `|x|`.
  ABS(0x24),
  /// Square root.
  SQRT(0x25),
  /// `a * x + b`.
  LINEAR(0x26),
  /// `log(1 + exp(a * x)) / a`; softplus for `a = 1`.
  SOFT_RELU(0x27),
  /// `max(0, min(1, a * x + b))`.
  HARD_SIGMOID(0x28),
  /// `1 / (1 + exp(-x))`.
  LOGISTIC(0x29),
  /// Exponential.
  EXP(0x2a),
  /// GELU by its tanh approximation.
  GELU_TANH(0x2b),
  /// `x / (1 + exp(-a * x))`; SiLU for `a = 1`.
  SWISH(0x2c),
  /// Natural logarithm.
  LOG(0x2d),
  /// `max(a, min(b, x))`; its gradient is 1 where `a < x <= b`.
  CLIP(0x2e),
  /// As [#CLIP]; its gradient is 1 where `a < x < b`.
  CLIP_V2(0x2f),
  /// `a * pow(x, b)`.
  POW(0x30),
  /// GELU by the error function.
  GELU_ERF(0x31),
  /// Nearest integer, ties to even; forward only.
  ROUND(0x32),
  /// `x * tanh(softplus(x))`.
  MISH(0x33),
  /// `x * max(0, min(1, a * x + b))`.
  HARD_SWISH(0x34),
  /// As [#RELU]; backward reads the output.
  RELU_BY_OUTPUT(0x100),
  /// As [#TANH]; backward reads the output.
  TANH_BY_OUTPUT(0x101),
  /// As [#ELU] with `a >= 0`; backward reads the output.
  ELU_BY_OUTPUT(0x102),
  /// As [#SQRT]; backward reads the output.
  SQRT_BY_OUTPUT(0x103),
  /// As [#LOGISTIC]; backward reads the output.
  LOGISTIC_BY_OUTPUT(0x104),
  /// As [#EXP]; backward reads the output.
  EXP_BY_OUTPUT(0x105),
  /// As [#CLIP_V2]; backward reads the output.
  CLIP_V2_BY_OUTPUT(0x106),

  /// Largest value of a window.
  MAX_POOL(0x1ff),
  /// Mean of a window, padding counted as zeros.
  AVG_POOL_WITH_PADDING(0x2ff),
  /// Mean of the part of a window that lies inside the image.
  AVG_POOL(0x3ff),

  /// `x + y`.
  ADD(0x1fff0),
  /// `x * y`.
  MUL(0x1fff1),
  /// `max(x, y)`.
  MAX(0x1fff2),
  /// `min(x, y)`.
  MIN(0x1fff3),
  /// `x / y`.
  DIV(0x1fff4),
  /// `x - y`.
  SUB(0x1fff5),
  /// `x >= y`, as 1 or 0.
  GREATER_EQUAL(0x1fff6),
  /// `x > y`, as 1 or 0.
  GREATER(0x1fff7),
  /// `x <= y`, as 1 or 0.
  LESS_EQUAL(0x1fff8),
  /// `x < y`, as 1 or 0.
  LESS(0x1fff9),
  /// `x == y`, as 1 or 0.
  EQUAL(0x1fffa),
  /// `x != y`, as 1 or 0.
  NOT_EQUAL(0x1fffb),

  /// The nearest pixel.
  NEAREST(0x2fff0),
  /// Bilinear (trilinear) interpolation.
  BILINEAR(0x2fff1),

  /// Largest value of the reduced axes.
  REDUCE_MAX(0x2fff2),
  /// Smallest value of the reduced axes.
  REDUCE_MIN(0x2fff3),
  /// Sum over the reduced axes.
  REDUCE_SUM(0x2fff4),
  /// Product over the reduced axes.
  REDUCE_MUL(0x2fff5),
  /// Mean over the reduced axes.
  REDUCE_MEAN(0x2fff6),

  /// Softmax.
  SOFTMAX(0x30000),
  /// Logarithm of softmax.
  LOG_SOFTMAX(0x30001);

  private final int code;

  Algorithm(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
