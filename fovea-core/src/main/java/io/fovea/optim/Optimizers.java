// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

/// Optimizers by name, with Keras' defaults; options follow after the dot.
///
/// ```java
/// sgd(0.2).momentum(0.9).nesterov().decay(0.01)
/// adam(cosineDecay(1e-3, 10_000)).clipNorm(1)
/// ```
///
/// Each takes its learning rate as a number or as a [Schedule].
public final class Optimizers {
  private static final double EPSILON = 1e-7;

  private Optimizers() {}

  /// Stochastic gradient descent without momentum.
  public static Sgd sgd(double learningRate) {
    return sgd(Schedules.constant(learningRate));
  }

  /// Stochastic gradient descent without momentum.
  public static Sgd sgd(Schedule learningRate) {
    return new Sgd(Settings.of(learningRate), 0, false);
  }

  /// RMSprop: rho 0.9, no momentum.
  public static RmsProp rmsprop(double learningRate) {
    return rmsprop(Schedules.constant(learningRate));
  }

  /// RMSprop: rho 0.9, no momentum.
  public static RmsProp rmsprop(Schedule learningRate) {
    return new RmsProp(Settings.of(learningRate), 0.9, 0, EPSILON, false);
  }

  /// Adam: beta1 0.9, beta2 0.999.
  public static Adam adam(double learningRate) {
    return adam(Schedules.constant(learningRate));
  }

  /// Adam: beta1 0.9, beta2 0.999.
  public static Adam adam(Schedule learningRate) {
    return new Adam(Settings.of(learningRate), 0.9, 0.999, EPSILON, false);
  }

  /// Adam with weight decay 0.004.
  public static Adam adamW(double learningRate) {
    return adamW(Schedules.constant(learningRate));
  }

  /// Adam with weight decay 0.004.
  public static Adam adamW(Schedule learningRate) {
    return adam(learningRate).weightDecay(0.004);
  }

  /// Adamax: beta1 0.9, beta2 0.999.
  public static Adamax adamax(double learningRate) {
    return adamax(Schedules.constant(learningRate));
  }

  /// Adamax: beta1 0.9, beta2 0.999.
  public static Adamax adamax(Schedule learningRate) {
    return new Adamax(Settings.of(learningRate), 0.9, 0.999, EPSILON);
  }

  /// Nadam: beta1 0.9, beta2 0.999.
  public static Nadam nadam(double learningRate) {
    return nadam(Schedules.constant(learningRate));
  }

  /// Nadam: beta1 0.9, beta2 0.999.
  public static Nadam nadam(Schedule learningRate) {
    return new Nadam(Settings.of(learningRate), 0.9, 0.999, EPSILON);
  }

  /// Adagrad: sum of squares from 0.1.
  public static Adagrad adagrad(double learningRate) {
    return adagrad(Schedules.constant(learningRate));
  }

  /// Adagrad: sum of squares from 0.1.
  public static Adagrad adagrad(Schedule learningRate) {
    return new Adagrad(Settings.of(learningRate), 0.1, EPSILON);
  }

  /// Adadelta: rho 0.95.
  public static Adadelta adadelta(double learningRate) {
    return adadelta(Schedules.constant(learningRate));
  }

  /// Adadelta: rho 0.95.
  public static Adadelta adadelta(Schedule learningRate) {
    return new Adadelta(Settings.of(learningRate), 0.95, EPSILON);
  }
}
