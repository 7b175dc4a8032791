// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;

/// What every optimizer has, whatever its formula.
///
/// @param learningRate size of a step
/// @param decay legacy decay: the learning rate of step `s` is divided by `1 + decay s`
/// @param weightDecay before each update, a parameter shrinks by this much times the learning rate
///     (Loshchilov and Hutter 2019, "Decoupled weight decay regularization"); 0 for none
/// @param clipping what is done to gradients first
public record Settings(Schedule learningRate, double decay, double weightDecay, Clipping clipping) {
  /// Checks both decays.
  public Settings {
    Args.given("optimizer.learningRate", learningRate);
    Args.given("optimizer.clipping", clipping);
    Range.notNegative("decay", decay);
    Range.notNegative("weightDecay", weightDecay);
  }

  /// A learning rate and nothing else.
  public static Settings of(Schedule learningRate) {
    return new Settings(learningRate, 0, 0, new Clipping.None());
  }

  /// Other learning rate.
  public Settings learningRate(Schedule learningRate) {
    return new Settings(learningRate, decay, weightDecay, clipping);
  }

  /// Other legacy decay.
  public Settings decay(double decay) {
    return new Settings(learningRate, decay, weightDecay, clipping);
  }

  /// Other weight decay.
  public Settings weightDecay(double weightDecay) {
    return new Settings(learningRate, decay, weightDecay, clipping);
  }

  /// Other clipping.
  public Settings clipping(Clipping clipping) {
    return new Settings(learningRate, decay, weightDecay, clipping);
  }
}
