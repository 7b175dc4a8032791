// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;

/// Adadelta (Zeiler 2012): steps as large as past steps, compared with past gradients.
///
/// ```
/// e = rho e + (1 - rho) g^2
/// step = -sqrt(d + epsilon) / sqrt(e + epsilon) g
/// d = rho d + (1 - rho) step^2
/// w += r step
/// ```
///
/// with the learning rate `r`; the paper has 1. Slots: `e`, `d`.
///
/// @param rho share of the old mean squares that is kept, at least 0 and below 1
/// @param epsilon stabiliser, above 0
public record Adadelta(Settings settings, double rho, double epsilon) implements Tunable<Adadelta> {
  /// Checks all numbers.
  public Adadelta {
    Args.given("adadelta.settings", settings);
    Range.share("adadelta.rho", rho);
    Args.positive("adadelta.epsilon", epsilon);
  }

  /// Keeps this share of the mean squares at each step.
  public Adadelta rho(double rho) {
    return new Adadelta(settings, rho, epsilon);
  }

  /// Other stabiliser.
  public Adadelta epsilon(double epsilon) {
    return new Adadelta(settings, rho, epsilon);
  }

  @Override
  public Adadelta with(Settings settings) {
    return new Adadelta(settings, rho, epsilon);
  }

  @Override
  public int slots() {
    return 2;
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
    float[] e = s[0];
    float[] d = s[1];
    for (int i = 0; i < count; i++) {
      e[i] = keep * e[i] + take * (g[i] * g[i]);
      float step = -(float) Math.sqrt(d[i] + small) / (float) Math.sqrt(e[i] + small) * g[i];
      d[i] = keep * d[i] + take * (step * step);
      w[i] += rate * step;
    }
  }
}
