// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

/// A function applied to each element alone.
///
/// @param kind which function
/// @param alpha first constant of the function, see [Kind]
/// @param beta second constant of the function, see [Kind]
public record Eltwise(Kind kind, double alpha, double beta) {
  /// The functions; `a` and `b` stand for alpha and beta.
  public enum Kind {
    /// `x > 0 ? x : a x`; a from 0 to 1.
    RELU(true),
    /// `x > 0 ? x : a (exp(x) - 1)`; a at least 0.
    ELU(true),
    /// Hyperbolic tangent.
    TANH(true),
    /// `1 / (1 + exp(-x))`.
    SIGMOID(true),
    /// `exp(x)`.
    EXP(true),
    /// `sqrt(x)`.
    SQRT(true),
    /// `min(max(x, a), b)`; slope 1 strictly inside, 0 elsewhere.
    CLIP(true),
    /// `x x`.
    SQUARE(false),
    /// `|x|`; slope 0 at 0.
    ABS(false),
    /// `a x + b`.
    LINEAR(false),
    /// `ln(1 + exp(a x)) / a`; a = 1 is softplus, a = -1 is log-sigmoid.
    SOFTPLUS(false),
    /// `min(max(a x + b, 0), 1)`.
    HARD_SIGMOID(false),
    /// `x min(max(a x + b, 0), 1)`.
    HARD_SWISH(false),
    /// Natural logarithm.
    LOG(false),
    /// `x / (1 + exp(-a x))`.
    SWISH(false),
    /// `x (1 + erf(x / sqrt(2))) / 2`.
    GELU(false),
    /// `x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2`.
    GELU_TANH(false),
    /// `a x^b`.
    POW(false),
    /// `x tanh(ln(1 + exp(x)))`.
    MISH(false);

    private final boolean fromOutput;

    Kind(boolean fromOutput) {
      this.fromOutput = fromOutput;
    }

    /// Whether the slope is computed from the output, so that the input need not be kept.
    public boolean fromOutput() {
      return fromOutput;
    }
  }

  /// A function without constants.
  public static Eltwise of(Kind kind) {
    return new Eltwise(kind, 0, 0);
  }

  /// `max(x, 0)`.
  public static Eltwise relu() {
    return of(Kind.RELU);
  }

  /// `scale x + shift`.
  public static Eltwise linear(double scale, double shift) {
    return new Eltwise(Kind.LINEAR, scale, shift);
  }

  /// `min(max(x, low), high)`.
  public static Eltwise clip(double low, double high) {
    return new Eltwise(Kind.CLIP, low, high);
  }

  /// `scale x^exponent`.
  public static Eltwise pow(double scale, double exponent) {
    return new Eltwise(Kind.POW, scale, exponent);
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(java.util.Locale.ROOT);
    return alpha == 0 && beta == 0 ? name : name + "(" + alpha + ", " + beta + ")";
  }
}
