// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

/// How an optimizer turns a gradient into a new parameter: the one piece of arithmetic that engines
/// run as Java, in pieces of any length, on flat arrays in the parameter's own layout.
///
/// Implementations are values without state of their own; what they remember lies in slots.
public interface UpdateRule {
  /// How many numbers per parameter the rule remembers (momentum, variance, ...).
  int slots();

  /// What slot number `slot` starts with.
  default float initial(int slot) {
    return 0;
  }

  /// The numbers that change from step to step but not from element to element, e.g. the learning
  /// rate and bias corrections; computed once a step.
  ///
  /// @param learningRate learning rate of this step
  /// @param iteration number of updates done before this one, from 0
  float[] scalars(double learningRate, long iteration);

  /// Updates `count` elements in place, from index 0.
  ///
  /// @param w parameter values
  /// @param g gradient
  /// @param s one array per slot
  /// @param scalars what [#scalars] gave for this step
  void apply(float[] w, float[] g, float[][] s, int count, float[] scalars);
}
