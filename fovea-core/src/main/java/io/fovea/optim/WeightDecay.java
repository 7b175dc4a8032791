// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.graph.UpdateRule;
import java.util.Arrays;

/// Shrinks parameters, then does what another rule says: `w -= w decay learningRate`.
///
/// @param rule what happens then
/// @param decay above 0
record WeightDecay(UpdateRule rule, double decay) implements UpdateRule {
  @Override
  public int slots() {
    return rule.slots();
  }

  @Override
  public float initial(int slot) {
    return rule.initial(slot);
  }

  /// The other rule's numbers and one more behind them, which it does not look at.
  @Override
  public float[] scalars(double learningRate, long iteration) {
    float[] inner = rule.scalars(learningRate, iteration);
    float[] scalars = Arrays.copyOf(inner, inner.length + 1);
    scalars[inner.length] = (float) (decay * learningRate);
    return scalars;
  }

  @Override
  public void apply(float[] w, float[] g, float[][] s, int count, float[] scalars) {
    float shrink = scalars[scalars.length - 1];
    for (int i = 0; i < count; i++) {
      w[i] -= w[i] * shrink;
    }
    rule.apply(w, g, s, count, scalars);
  }
}
