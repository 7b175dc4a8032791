// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;

/// Nadam (Dozat 2016, "Incorporating Nesterov momentum into Adam").
///
/// ```
/// m += (g - m) (1 - beta1)
/// v += (g^2 - v) (1 - beta2)
/// u(t) = beta1 (1 - 0.96^t / 2);  U = u(1) u(2) ... u(t)
/// n = u(t+1) / (1 - U u(t+1)) m + (1 - u(t)) / (1 - U) g
/// w -= r n / (sqrt(v / (1 - beta2^t)) + epsilon)
/// ```
///
/// with the learning rate `r` and the step `t`, from 1. Slots: `m`, `v`. Keras keeps the product
/// `U` as a variable; here it follows from the step.
///
/// @param beta1 share of the old mean that is kept, at least 0 and below 1
/// @param beta2 share of the old mean square that is kept, at least 0 and below 1
/// @param epsilon stabiliser, above 0
public record Nadam(Settings settings, double beta1, double beta2, double epsilon)
    implements Tunable<Nadam> {
  private static final double WARMING = 0.96;

  // PRODUCT[t] = product over i = 1..t of 1 - 0.96^i / 2. From 0.96^900 / 2 < 2^-53 on, factors are
  // 1 in double precision.
  private static final double[] PRODUCT = new double[901];

  static {
    PRODUCT[0] = 1;
    for (int t = 1; t < PRODUCT.length; t++) {
      PRODUCT[t] = PRODUCT[t - 1] * warming(t);
    }
  }

  /// Checks all numbers.
  public Nadam {
    Args.given("nadam.settings", settings);
    Range.share("nadam.beta1", beta1);
    Range.share("nadam.beta2", beta2);
    Args.positive("nadam.epsilon", epsilon);
  }

  /// Keeps this share of the mean at each step, once warm.
  public Nadam beta1(double beta1) {
    return new Nadam(settings, beta1, beta2, epsilon);
  }

  /// Keeps this share of the mean square at each step.
  public Nadam beta2(double beta2) {
    return new Nadam(settings, beta1, beta2, epsilon);
  }

  /// Other stabiliser.
  public Nadam epsilon(double epsilon) {
    return new Nadam(settings, beta1, beta2, epsilon);
  }

  @Override
  public Nadam with(Settings settings) {
    return new Nadam(settings, beta1, beta2, epsilon);
  }

  @Override
  public int slots() {
    return 2;
  }

  /// Factor of the mean, factor of the gradient, factor of the mean square.
  @Override
  public float[] scalars(double learningRate, long iteration) {
    double t = iteration + 1.0;
    double now = beta1 * warming(t);
    double next = beta1 * warming(t + 1);
    double product = product(iteration + 1);
    return new float[] {
      (float) (learningRate * next / (1 - product * next)),
      (float) (learningRate * (1 - now) / (1 - product)),
      (float) (1 / (1 - Math.pow(beta2, t)))
    };
  }

  /// The product `U` after so many updates, which Keras keeps as a variable; 1 before the first.
  public double product(long updates) {
    return Math.pow(beta1, updates) * PRODUCT[(int) Math.min(updates, PRODUCT.length - 1)];
  }

  private static double warming(double t) {
    return 1 - Math.pow(WARMING, t) / 2;
  }

  @Override
  public void apply(float[] w, float[] g, float[][] s, int count, float[] scalars) {
    float ofMean = scalars[0];
    float ofGradient = scalars[1];
    float ofSquare = scalars[2];
    float take1 = (float) (1 - beta1);
    float take2 = (float) (1 - beta2);
    float small = (float) epsilon;
    float[] m = s[0];
    float[] v = s[1];
    for (int i = 0; i < count; i++) {
      m[i] += (g[i] - m[i]) * take1;
      v[i] += (g[i] * g[i] - v[i]) * take2;
      w[i] -= (ofMean * m[i] + ofGradient * g[i]) / ((float) Math.sqrt(v[i] * ofSquare) + small);
    }
  }
}
