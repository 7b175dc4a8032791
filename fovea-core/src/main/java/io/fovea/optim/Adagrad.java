// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;

/// Adagrad (Duchi, Hazan, Singer 2011): divides by the root of the sum of all squared gradients.
///
/// `a += g^2; w -= r g / sqrt(a + epsilon)` with the learning rate `r`. Slots: `a`.
///
/// @param start what the sum of squares starts with, at least 0
/// @param epsilon stabiliser, above 0
public record Adagrad(Settings settings, double start, double epsilon) implements Tunable<Adagrad> {
  /// Checks all numbers.
  public Adagrad {
    Args.given("adagrad.settings", settings);
    Range.notNegative("adagrad.start", start);
    Args.positive("adagrad.epsilon", epsilon);
  }

  /// Other start of the sum of squares (Keras' `initial_accumulator_value`).
  public Adagrad start(double start) {
    return new Adagrad(settings, start, epsilon);
  }

  /// Other stabiliser.
  public Adagrad epsilon(double epsilon) {
    return new Adagrad(settings, start, epsilon);
  }

  @Override
  public Adagrad with(Settings settings) {
    return new Adagrad(settings, start, epsilon);
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public float initial(int slot) {
    return (float) start;
  }

  @Override
  public float[] scalars(double learningRate, long iteration) {
    return new float[] {(float) learningRate};
  }

  @Override
  public void apply(float[] w, float[] g, float[][] s, int count, float[] scalars) {
    float rate = scalars[0];
    float small = (float) epsilon;
    float[] a = s[0];
    for (int i = 0; i < count; i++) {
      a[i] += g[i] * g[i];
      w[i] -= rate * g[i] / (float) Math.sqrt(a[i] + small);
    }
  }
}
