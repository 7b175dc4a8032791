// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;

/// Adam (Kingma and Ba 2015): a moving mean of the gradient by a moving root mean square of it.
///
/// ```
/// m += (g - m) (1 - beta1)
/// v += (g^2 - v) (1 - beta2)
/// w -= r sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)
/// ```
///
/// with the learning rate `r` and the step `t`, from 1. AMSGrad (Reddi et al. 2018) divides by the
/// largest `v` so far. Slots: `m`, `v`, then the largest `v` if it is kept.
///
/// @param beta1 share of the old mean that is kept, at least 0 and below 1
/// @param beta2 share of the old mean square that is kept, at least 0 and below 1
/// @param epsilon stabiliser, above 0
/// @param largest whether the largest mean square so far is what divides
public record Adam(Settings settings, double beta1, double beta2, double epsilon, boolean largest)
    implements Tunable<Adam> {
  /// Checks all numbers.
  public Adam {
    Args.given("adam.settings", settings);
    Range.share("adam.beta1", beta1);
    Range.share("adam.beta2", beta2);
    Args.positive("adam.epsilon", epsilon);
  }

  /// Keeps this share of the mean at each step.
  public Adam beta1(double beta1) {
    return new Adam(settings, beta1, beta2, epsilon, largest);
  }

  /// Keeps this share of the mean square at each step.
  public Adam beta2(double beta2) {
    return new Adam(settings, beta1, beta2, epsilon, largest);
  }

  /// Other stabiliser.
  public Adam epsilon(double epsilon) {
    return new Adam(settings, beta1, beta2, epsilon, largest);
  }

  /// Divides by the largest mean square so far, so that steps never grow back.
  public Adam amsgrad() {
    return new Adam(settings, beta1, beta2, epsilon, true);
  }

  @Override
  public Adam with(Settings settings) {
    return new Adam(settings, beta1, beta2, epsilon, largest);
  }

  @Override
  public int slots() {
    return largest ? 3 : 2;
  }

  @Override
  public float[] scalars(double learningRate, long iteration) {
    double t = iteration + 1;
    double correction = Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
    return new float[] {(float) (learningRate * correction)};
  }

  @Override
  public void apply(float[] w, float[] g, float[][] s, int count, float[] scalars) {
    float rate = scalars[0];
    float take1 = (float) (1 - beta1);
    float take2 = (float) (1 - beta2);
    float small = (float) epsilon;
    float[] m = s[0];
    float[] v = s[1];
    if (largest) {
      float[] top = s[2];
      for (int i = 0; i < count; i++) {
        m[i] += (g[i] - m[i]) * take1;
        v[i] += (g[i] * g[i] - v[i]) * take2;
        top[i] = Math.max(top[i], v[i]);
        w[i] -= rate * m[i] / ((float) Math.sqrt(top[i]) + small);
      }
    } else {
      for (int i = 0; i < count; i++) {
        m[i] += (g[i] - m[i]) * take1;
        v[i] += (g[i] * g[i] - v[i]) * take2;
        w[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) + small);
      }
    }
  }
}
