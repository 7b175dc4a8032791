// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;

/// RMSprop (Hinton 2012, lecture 6e): divides by a moving root mean square of the gradient.
///
/// ```
/// v = rho v + (1 - rho) g^2
/// a = rho a + (1 - rho) g                    if centered, else a = 0
/// step = r g / sqrt(v - a^2 + epsilon)
/// m = momentum m + step; w -= m              if there is momentum, else w -= step
/// ```
///
/// with the learning rate `r`; epsilon lies inside the root, as in Keras 3, and a variance that
/// rounding made negative counts as 0. Slots: `v`, then `m` if
/// there is momentum, then `a` if centered.
///
/// @param rho share of the old mean square that is kept, at least 0 and below 1
/// @param momentum share of the last step that is kept, at least 0 and below 1; 0 for none
/// @param epsilon stabiliser, above 0
/// @param centering whether the gradient's mean is taken off
public record RmsProp(
    Settings settings, double rho, double momentum, double epsilon, boolean centering)
    implements Tunable<RmsProp> {
  /// Checks all numbers.
  public RmsProp {
    Args.given("rmsprop.settings", settings);
    Range.share("rmsprop.rho", rho);
    Range.share("rmsprop.momentum", momentum);
    Args.positive("rmsprop.epsilon", epsilon);
  }

  /// Keeps this share of the mean square at each step.
  public RmsProp rho(double rho) {
    return new RmsProp(settings, rho, momentum, epsilon, centering);
  }

  /// Keeps this share of each step for the next.
  public RmsProp momentum(double momentum) {
    return new RmsProp(settings, rho, momentum, epsilon, centering);
  }

  /// Other stabiliser.
  public RmsProp epsilon(double epsilon) {
    return new RmsProp(settings, rho, momentum, epsilon, centering);
  }

  /// Divides by the deviation of the gradient instead of its root mean square.
  public RmsProp centered() {
    return new RmsProp(settings, rho, momentum, epsilon, true);
  }

  @Override
  public RmsProp with(Settings settings) {
    return new RmsProp(settings, rho, momentum, epsilon, centering);
  }

  @Override
  public int slots() {
    return 1 + (momentum > 0 ? 1 : 0) + (centering ? 1 : 0);
  }

  @Override
  public float[] scalars(double learningRate, long iteration) {
    return new float[] {(float) learningRate};
  }

  @Override
  public void apply(float[] w, float[] g, float[][] s, int count, float[] scalars) {
    float rate = scalars[0];
    float keep = (float) rho;
    float take = (float) (1 - rho);
    float small = (float) epsilon;
    float[] v = s[0];
    for (int i = 0; i < count; i++) {
      v[i] = keep * v[i] + take * (g[i] * g[i]);
    }
    if (!centering && momentum == 0) {
      for (int i = 0; i < count; i++) {
        w[i] -= rate * g[i] / (float) Math.sqrt(v[i] + small);
      }
    } else if (!centering) {
      float[] m = s[1];
      float kept = (float) momentum;
      for (int i = 0; i < count; i++) {
        m[i] = kept * m[i] + rate * g[i] / (float) Math.sqrt(v[i] + small);
        w[i] -= m[i];
      }
    } else if (momentum == 0) {
      float[] a = s[1];
      for (int i = 0; i < count; i++) {
        a[i] = keep * a[i] + take * g[i];
        w[i] -= rate * g[i] / (float) Math.sqrt(Math.max(v[i] - a[i] * a[i], 0) + small);
      }
    } else {
      float[] m = s[1];
      float[] a = s[2];
      float kept = (float) momentum;
      for (int i = 0; i < count; i++) {
        a[i] = keep * a[i] + take * g[i];
        m[i] =
            kept * m[i] + rate * g[i] / (float) Math.sqrt(Math.max(v[i] - a[i] * a[i], 0) + small);
        w[i] -= m[i];
      }
    }
  }
}
