// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;
import java.util.ArrayList;
import java.util.List;

/// The learning rate as a function of the step.
///
/// A step is one update; the first is number 0. Computed in double precision; Keras computes in
/// float32, so both agree to about 1e-6 of the initial rate. A lambda will do where the records
/// here do not:
///
/// ```java
/// sgd(step -> 0.1 / Math.sqrt(1 + step))
/// ```
@FunctionalInterface
public interface Schedule {
  /// The learning rate of a step.
  ///
  /// @param step number of updates done before, from 0
  double at(long step);

  /// The same rate at all steps.
  ///
  /// @param rate at least 0
  record Constant(double rate) implements Schedule {
    /// Checks the rate.
    public Constant {
      Range.notNegative("learningRate", rate);
    }

    @Override
    public double at(long step) {
      return rate;
    }
  }

  /// `initial rate^(step / steps)`.
  ///
  /// @param initial learning rate of step 0
  /// @param steps after how many steps the learning rate has been multiplied once by `rate`
  /// @param rate factor, above 0
  /// @param stairs whether `step / steps` is rounded down
  record ExponentialDecay(double initial, long steps, double rate, boolean stairs)
      implements Schedule {
    /// Checks all numbers.
    public ExponentialDecay {
      Range.notNegative("exponentialDecay.initial", initial);
      Range.steps("exponentialDecay.steps", steps);
      Args.positive("exponentialDecay.rate", rate);
    }

    /// In jumps, one every `steps` steps.
    public ExponentialDecay staircase() {
      return new ExponentialDecay(initial, steps, rate, true);
    }

    @Override
    public double at(long step) {
      return initial * Math.pow(rate, progress(step, steps, stairs));
    }
  }

  /// `initial / (1 + rate step / steps)`.
  ///
  /// @param initial learning rate of step 0
  /// @param steps after how many steps the divisor has grown by `rate`
  /// @param rate growth, at least 0
  /// @param stairs whether `step / steps` is rounded down
  record InverseTimeDecay(double initial, long steps, double rate, boolean stairs)
      implements Schedule {
    /// Checks all numbers.
    public InverseTimeDecay {
      Range.notNegative("inverseTimeDecay.initial", initial);
      Range.steps("inverseTimeDecay.steps", steps);
      Range.notNegative("inverseTimeDecay.rate", rate);
    }

    /// In jumps, one every `steps` steps.
    public InverseTimeDecay staircase() {
      return new InverseTimeDecay(initial, steps, rate, true);
    }

    @Override
    public double at(long step) {
      return initial / (1 + rate * progress(step, steps, stairs));
    }
  }

  /// One rate up to and including each boundary, the last one behind the last boundary.
  ///
  /// @param boundaries last step of each rate but the last, rising
  /// @param rates one more than boundaries
  record PiecewiseConstant(List<Long> boundaries, List<Double> rates) implements Schedule {
    /// Copies the lists and checks them.
    public PiecewiseConstant {
      boundaries = List.copyOf(boundaries);
      rates = List.copyOf(rates);
      Args.check(
          rates.size() == boundaries.size() + 1,
          "piecewiseConstant",
          "one rate more than boundaries",
          rates.size() + " rates and " + boundaries.size() + " boundaries",
          "write e.g. piecewiseConstant(0.1).after(1000, 0.01).");
      for (int i = 1; i < boundaries.size(); i++) {
        Args.check(
            boundaries.get(i - 1) < boundaries.get(i),
            "piecewiseConstant",
            "rising boundaries",
            boundaries,
            "name the earlier boundary first.");
      }
      rates.forEach(rate -> Range.notNegative("piecewiseConstant.rate", rate));
    }

    /// Another rate from the step behind `step` on.
    public PiecewiseConstant after(long step, double rate) {
      var longer = new ArrayList<>(boundaries);
      longer.add(step);
      var more = new ArrayList<>(rates);
      more.add(rate);
      return new PiecewiseConstant(longer, more);
    }

    @Override
    public double at(long step) {
      int piece = 0;
      while (piece < boundaries.size() && step > boundaries.get(piece)) {
        piece++;
      }
      return rates.get(piece);
    }
  }

  /// `(initial - end) (1 - step / steps)^power + end`, then `end`.
  ///
  /// @param initial learning rate of step 0
  /// @param steps when `end` is reached
  /// @param end the last learning rate
  /// @param power exponent; 1 falls along a straight line
  /// @param again whether it starts over, each time with as many more `steps` to go
  record PolynomialDecay(double initial, long steps, double end, double power, boolean again)
      implements Schedule {
    /// Checks all numbers.
    public PolynomialDecay {
      Range.notNegative("polynomialDecay.initial", initial);
      Range.steps("polynomialDecay.steps", steps);
      Range.notNegative("polynomialDecay.end", end);
      Args.positive("polynomialDecay.power", power);
    }

    /// Other last learning rate.
    public PolynomialDecay end(double end) {
      return new PolynomialDecay(initial, steps, end, power, again);
    }

    /// Other exponent.
    public PolynomialDecay power(double power) {
      return new PolynomialDecay(initial, steps, end, power, again);
    }

    /// Starts over whenever `end` is reached, from a lower peak and over a longer way: the way is
    /// the next multiple of `steps`.
    public PolynomialDecay cycle() {
      return new PolynomialDecay(initial, steps, end, power, true);
    }

    @Override
    public double at(long step) {
      long way = again ? steps * Math.max(1, Math.ceilDiv(step, steps)) : steps;
      double left = 1 - (double) Math.min(step, way) / way;
      return (initial - end) * Math.pow(left, power) + end;
    }
  }

  /// Down along half a cosine wave (Loshchilov and Hutter 2017, "SGDR"), if wished after a straight
  /// rise.
  ///
  /// @param initial learning rate of step 0
  /// @param steps length of the way down
  /// @param alpha where the way down ends, as a fraction of the learning rate where it begins
  /// @param peak where the way down begins
  /// @param warmupSteps length of the rise from `initial` to `peak`
  record CosineDecay(double initial, long steps, double alpha, double peak, long warmupSteps)
      implements Schedule {
    /// Checks all numbers.
    public CosineDecay {
      Range.notNegative("cosineDecay.initial", initial);
      Range.steps("cosineDecay.steps", steps);
      Range.notNegative("cosineDecay.alpha", alpha);
      Range.notNegative("cosineDecay.warmup target", peak);
      Args.check(
          warmupSteps >= 0,
          "cosineDecay.warmup",
          "a number of steps of at least 0",
          warmupSteps,
          "pass 0 or more.");
    }

    /// Ends at this fraction of the learning rate where the way down begins.
    public CosineDecay alpha(double alpha) {
      return new CosineDecay(initial, steps, alpha, peak, warmupSteps);
    }

    /// First rises to `target` in `warmupSteps` steps; the way down takes `steps` more.
    public CosineDecay warmup(double target, long warmupSteps) {
      return new CosineDecay(initial, steps, alpha, target, warmupSteps);
    }

    @Override
    public double at(long step) {
      if (step < warmupSteps) {
        return initial + (peak - initial) * step / warmupSteps;
      }
      double done = (double) Math.min(step - warmupSteps, steps) / steps;
      return peak * ((1 - alpha) * halfCosine(done) + alpha);
    }
  }

  /// Half cosine waves one after another (Loshchilov and Hutter 2017, "SGDR").
  ///
  /// @param initial learning rate at the first start
  /// @param firstSteps length of the first wave
  /// @param lengthFactor length of a wave by that of the one before, at least 1
  /// @param heightFactor height of a wave by that of the one before
  /// @param alpha lowest learning rate, as a fraction of `initial`
  record CosineDecayRestarts(
      double initial, long firstSteps, double lengthFactor, double heightFactor, double alpha)
      implements Schedule {
    /// Checks all numbers.
    public CosineDecayRestarts {
      Range.notNegative("cosineDecayRestarts.initial", initial);
      Range.steps("cosineDecayRestarts.firstSteps", firstSteps);
      Range.notNegative("cosineDecayRestarts.heightFactor", heightFactor);
      Range.notNegative("cosineDecayRestarts.alpha", alpha);
      Args.check(
          lengthFactor >= 1 && lengthFactor < Double.POSITIVE_INFINITY,
          "cosineDecayRestarts.lengthFactor",
          "a finite number of at least 1",
          lengthFactor,
          "pass 1 for waves of one length, 2 to double each time.");
    }

    /// Each wave is this many times as long as the one before (Keras' `t_mul`).
    public CosineDecayRestarts lengthFactor(double factor) {
      return new CosineDecayRestarts(initial, firstSteps, factor, heightFactor, alpha);
    }

    /// Each wave is this many times as high as the one before (Keras' `m_mul`).
    public CosineDecayRestarts heightFactor(double factor) {
      return new CosineDecayRestarts(initial, firstSteps, lengthFactor, factor, alpha);
    }

    /// Does not fall below this fraction of `initial`.
    public CosineDecayRestarts alpha(double alpha) {
      return new CosineDecayRestarts(initial, firstSteps, lengthFactor, heightFactor, alpha);
    }

    @Override
    public double at(long step) {
      double into = step;
      double length = firstSteps;
      double height = 1;
      if (lengthFactor == 1) {
        height = Math.pow(heightFactor, Math.floorDiv(step, firstSteps));
        into = Math.floorMod(step, firstSteps);
      }
      while (into >= length) {
        into -= length;
        length *= lengthFactor;
        height *= heightFactor;
      }
      return initial * ((1 - alpha) * height * halfCosine(into / length) + alpha);
    }
  }

  private static double progress(long step, long steps, boolean stairs) {
    return stairs ? Math.floorDiv(step, steps) : (double) step / steps;
  }

  private static double halfCosine(double done) {
    return (1 + Math.cos(Math.PI * done)) / 2;
  }
}
