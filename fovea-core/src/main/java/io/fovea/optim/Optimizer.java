// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.graph.UpdateRule;

/// How a model learns from gradients: a value without state, made in [Optimizers].
///
/// ```java
/// model.compile(sgd(0.2).momentum(0.9).nesterov().decay(0.01), loss);
/// ```
///
/// An optimizer of one's own is a record that implements [Tunable].
public interface Optimizer {
  /// Learning rate, weight decay, clipping.
  Settings settings();

  /// The arithmetic of one update, weight decay included.
  UpdateRule rule();

  /// The same with a fixed learning rate; legacy decay stays.
  ///
  /// @param rate at least 0
  Optimizer learningRate(double rate);

  /// The same with another learning rate; legacy decay stays.
  Optimizer learningRate(Schedule schedule);

  /// The learning rate before legacy decay.
  default Schedule learningRate() {
    return settings().learningRate();
  }

  /// The learning rate of an update, legacy decay included.
  ///
  /// @param iteration number of updates done before, from 0
  default double rateAt(long iteration) {
    return learningRate().at(iteration) / (1 + settings().decay() * iteration);
  }

  /// What is done to gradients before the update.
  default Clipping clipping() {
    return settings().clipping();
  }
}
