// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.graph.UpdateRule;

/// An optimizer that is its own [UpdateRule], with the options that all optimizers share.
///
/// @param <O> the optimizer itself, so that options can follow in any order
public interface Tunable<O extends Tunable<O>> extends Optimizer, UpdateRule {
  /// The same with other settings.
  O with(Settings settings);

  @Override
  default O learningRate(double rate) {
    return learningRate(new Schedule.Constant(rate));
  }

  @Override
  default O learningRate(Schedule schedule) {
    return with(settings().learningRate(schedule));
  }

  /// Divides the learning rate of step `s` by `1 + decay s`, as optimizers did before Keras 3.
  ///
  /// @param decay at least 0; with 0.01, the learning rate has halved after 100 steps
  default O decay(double decay) {
    return with(settings().decay(decay));
  }

  /// Before each update, a parameter shrinks by this much times the learning rate.
  ///
  /// @param weightDecay at least 0
  default O weightDecay(double weightDecay) {
    return with(settings().weightDecay(weightDecay));
  }

  /// Keeps each element of the gradients within `±limit`. The last clipping named counts.
  default O clipValue(double limit) {
    return with(settings().clipping(new Clipping.ByValue(limit)));
  }

  /// Keeps the length of each parameter's gradient at most `limit`. The last clipping named counts.
  default O clipNorm(double limit) {
    return with(settings().clipping(new Clipping.ByNorm(limit)));
  }

  /// Keeps the length of all gradients together at most `limit`. The last clipping named counts.
  default O clipGlobalNorm(double limit) {
    return with(settings().clipping(new Clipping.ByGlobalNorm(limit)));
  }

  @Override
  default UpdateRule rule() {
    return settings().weightDecay() == 0 ? this : new WeightDecay(this, settings().weightDecay());
  }
}
