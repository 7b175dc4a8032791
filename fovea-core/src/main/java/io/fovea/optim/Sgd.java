// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;

/// Stochastic gradient descent.
///
/// - plain: `w -= r g`
/// - momentum: `m = momentum m - r g; w += m`
/// - Nesterov's momentum: `m` as before; `w += momentum m - r g` (Sutskever et al. 2013)
///
/// with the learning rate `r`. Slots: `m`, if there is momentum.
///
/// @param momentum share of the last step that is kept, at least 0 and below 1; 0 for none
/// @param lookahead whether momentum is Nesterov's
public record Sgd(Settings settings, double momentum, boolean lookahead) implements Tunable<Sgd> {
  /// Checks the momentum.
  public Sgd {
    Args.given("sgd.settings", settings);
    Range.share("sgd.momentum", momentum);
  }

  /// Keeps this share of each step for the next.
  public Sgd momentum(double momentum) {
    return new Sgd(settings, momentum, lookahead);
  }

  /// Takes the gradient's part of the momentum one step ahead.
  public Sgd nesterov() {
    return new Sgd(settings, momentum, true);
  }

  @Override
  public Sgd with(Settings settings) {
    return new Sgd(settings, momentum, lookahead);
  }

  @Override
  public int slots() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public float[] scalars(double learningRate, long iteration) {
    return new float[] {(float) learningRate};
  }

  @Override
  public void apply(float[] w, float[] g, float[][] s, int count, float[] scalars) {
    float rate = scalars[0];
    float kept = (float) momentum;
    if (momentum == 0) {
      for (int i = 0; i < count; i++) {
        w[i] -= rate * g[i];
      }
    } else if (lookahead) {
      float[] m = s[0];
      for (int i = 0; i < count; i++) {
        m[i] = kept * m[i] - rate * g[i];
        w[i] += kept * m[i] - rate * g[i];
      }
    } else {
      float[] m = s[0];
      for (int i = 0; i < count; i++) {
        m[i] = kept * m[i] - rate * g[i];
        w[i] += m[i];
      }
    }
  }
}
