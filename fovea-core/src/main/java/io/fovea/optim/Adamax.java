// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;

/// Adamax (Kingma and Ba 2015, section 7): Adam with the largest gradient in place of the root mean
/// square.
///
/// ```
/// m += (g - m) (1 - beta1)
/// u = max(beta2 u, |g|)
/// w -= r / (1 - beta1^t) m / (u + epsilon)
/// ```
///
/// with the learning rate `r` and the step `t`, from 1. Slots: `m`, `u`.
///
/// @param beta1 share of the old mean that is kept, at least 0 and below 1
/// @param beta2 share of the old largest value that is kept, at least 0 and below 1
/// @param epsilon stabiliser, above 0
public record Adamax(Settings settings, double beta1, double beta2, double epsilon)
    implements Tunable<Adamax> {
  /// Checks all numbers.
  public Adamax {
    Args.given("adamax.settings", settings);
    Range.share("adamax.beta1", beta1);
    Range.share("adamax.beta2", beta2);
    Args.positive("adamax.epsilon", epsilon);
  }

  /// Keeps this share of the mean at each step.
  public Adamax beta1(double beta1) {
    return new Adamax(settings, beta1, beta2, epsilon);
  }

  /// Keeps this share of the largest value at each step.
  public Adamax beta2(double beta2) {
    return new Adamax(settings, beta1, beta2, epsilon);
  }

  /// Other stabiliser.
  public Adamax epsilon(double epsilon) {
    return new Adamax(settings, beta1, beta2, epsilon);
  }

  @Override
  public Adamax with(Settings settings) {
    return new Adamax(settings, beta1, beta2, epsilon);
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public float[] scalars(double learningRate, long iteration) {
    return new float[] {(float) (learningRate / (1 - Math.pow(beta1, iteration + 1.0)))};
  }

  @Override
  public void apply(float[] w, float[] g, float[][] s, int count, float[] scalars) {
    float rate = scalars[0];
    float take1 = (float) (1 - beta1);
    float keep2 = (float) beta2;
    float small = (float) epsilon;
    float[] m = s[0];
    float[] u = s[1];
    for (int i = 0; i < count; i++) {
      m[i] += (g[i] - m[i]) * take1;
      u[i] = Math.max(keep2 * u[i], Math.abs(g[i]));
      w[i] -= rate * m[i] / (u[i] + small);
    }
  }
}
