// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.graph.Eltwise;

/// Values and slopes of the functions in [Eltwise], in double precision.
final class Functions {
  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
  private static final double GELU_CUBIC = 0.044715;

  private Functions() {}

  /// `f(x)`.
  static double value(Eltwise function, double x) {
    double a = function.alpha();
    double b = function.beta();
    return switch (function.kind()) {
      case RELU -> relu(a, x);
      case ELU -> x > 0 ? x : a * Math.expm1(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> sigmoid(x);
      case EXP -> Math.exp(x);
      case SQRT -> Math.sqrt(x);
      case CLIP -> Math.min(Math.max(x, a), b);
      case SQUARE -> x * x;
      case ABS -> Math.abs(x);
      case LINEAR -> a * x + b;
      case SOFTPLUS -> softplus(a * x) / a;
      case HARD_SIGMOID -> hardSigmoid(a, b, x);
      case HARD_SWISH -> x * hardSigmoid(a, b, x);
      case LOG -> Math.log(x);
      case SWISH -> x * sigmoid(a * x);
      case GELU -> x * normalShare(x);
      case GELU_TANH -> x * (1 + geluTanh(x)) / 2;
      case POW -> a * Math.pow(x, b);
      case MISH -> x * Math.tanh(softplus(x));
    };
  }

  /// `f'`, at the output where [Eltwise.Kind#fromOutput] says so, else at the input.
  static double slope(Eltwise function, double ref) {
    double a = function.alpha();
    double b = function.beta();
    return switch (function.kind()) {
      case RELU -> ref > 0 ? 1 : a;
      case ELU -> ref > 0 ? 1 : ref + a;
      case TANH -> 1 - ref * ref;
      case SIGMOID -> ref * (1 - ref);
      case EXP -> ref;
      case SQRT -> 0.5 / ref;
      case CLIP -> ref > a && ref < b ? 1 : 0;
      case SQUARE -> 2 * ref;
      case ABS -> Math.signum(ref);
      case LINEAR -> a;
      case SOFTPLUS -> sigmoid(a * ref);
      case HARD_SIGMOID -> hardSlope(a, b, ref);
      case HARD_SWISH -> hardSwishSlope(a, b, ref);
      case LOG -> 1 / ref;
      case SWISH -> {
        double s = sigmoid(a * ref);
        yield s + a * ref * s * (1 - s);
      }
      case GELU -> normalShare(ref) + ref * Math.exp(-ref * ref / 2) / Math.sqrt(2 * Math.PI);
      case GELU_TANH -> {
        double t = geluTanh(ref);
        double inner = SQRT_2_OVER_PI * (1 + 3 * GELU_CUBIC * ref * ref);
        yield (1 + t) / 2 + ref * (1 - t * t) * inner / 2;
      }
      case POW -> b == 0 ? 0 : a * b * Math.pow(ref, b - 1);
      case MISH -> {
        double t = Math.tanh(softplus(ref));
        // beside 1 the rest is 0, and with infinity no number
        yield t == 1 ? 1 : t + ref * (1 - t * t) * sigmoid(ref);
      }
    };
  }

  /// A plain product with `a = 0` would give NaN at minus infinity.
  private static double relu(double a, double x) {
    return x > 0 || Double.isNaN(x) ? x : a == 0 ? 0 : a * x;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /// `ln(1 + exp(x))` without overflow.
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double hardSigmoid(double a, double b, double x) {
    return Math.min(Math.max(a * x + b, 0), 1);
  }

  private static double hardSlope(double a, double b, double x) {
    double line = a * x + b;
    return line > 0 && line < 1 ? a : 0;
  }

  private static double hardSwishSlope(double a, double b, double x) {
    double slope = hardSlope(a, b, x);
    return hardSigmoid(a, b, x) + (slope == 0 ? 0 : x * slope); // x may be infinite
  }

  private static double geluTanh(double x) {
    return Math.tanh(SQRT_2_OVER_PI * (x + GELU_CUBIC * x * x * x));
  }

  /// `(1 + erf(x / sqrt(2))) / 2`: the share of a standard normal distribution below `x`.
  ///
  /// The series `phi(x) (x + x^3 / 3 + x^5 / (3 5) + ...)` (Abramowitz and Stegun 26.2.11) has terms
  /// of one sign, so nothing cancels; beyond 9 deviations the rest is below double precision.
  private static double normalShare(double x) {
    if (Math.abs(x) > 9) {
      return x > 0 ? 1 : 0;
    }
    double term = x;
    double sum = x;
    for (int n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
      term *= x * x / n;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
