// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import java.util.List;

/// Learning-rate schedules by name; options follow after the dot.
///
/// ```java
/// sgd(cosineDecay(0, 10_000).warmup(0.1, 500)).momentum(0.9)
/// ```
public final class Schedules {
  private Schedules() {}

  /// The same rate at all steps; what optimizers make of a plain number.
  public static Schedule.Constant constant(double rate) {
    return new Schedule.Constant(rate);
  }

  /// Multiplies by `rate` over and over, once within `steps` steps.
  public static Schedule.ExponentialDecay exponentialDecay(
      double initial, long steps, double rate) {
    return new Schedule.ExponentialDecay(initial, steps, rate, false);
  }

  /// Divides by `1 + rate step / steps`.
  public static Schedule.InverseTimeDecay inverseTimeDecay(
      double initial, long steps, double rate) {
    return new Schedule.InverseTimeDecay(initial, steps, rate, false);
  }

  /// One rate until [Schedule.PiecewiseConstant#after] names the next:
  /// `piecewiseConstant(1).after(100, 0.5).after(200, 0.1)`.
  public static Schedule.PiecewiseConstant piecewiseConstant(double rate) {
    return new Schedule.PiecewiseConstant(List.of(), List.of(rate));
  }

  /// Falls to 1e-4 along a straight line within `steps` steps.
  public static Schedule.PolynomialDecay polynomialDecay(double initial, long steps) {
    return new Schedule.PolynomialDecay(initial, steps, 1e-4, 1, false);
  }

  /// Falls to 0 along half a cosine wave within `steps` steps.
  public static Schedule.CosineDecay cosineDecay(double initial, long steps) {
    return new Schedule.CosineDecay(initial, steps, 0, initial, 0);
  }

  /// Half cosine waves one after another, each twice as long as the one before.
  public static Schedule.CosineDecayRestarts cosineDecayRestarts(double initial, long firstSteps) {
    return new Schedule.CosineDecayRestarts(initial, firstSteps, 2, 1, 0);
  }
}
