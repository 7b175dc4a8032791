// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.optim.Optimizer;
import io.fovea.optim.Optimizers;
import io.fovea.optim.Schedules;
import io.fovea.optim.Tunable;
import io.fovea.train.Fit;
import io.fovea.train.Phase;

/// A part of a run in which the same things learn in the same way.
///
/// @param epochs passes over the training data
/// @param rule how it steps
/// @param learningRate the highest one
/// @param warmup share of all steps in which AdamW's learning rate rises, from 0 to below 1
/// @param decay how fast SGD's learning rate falls, per step
/// @param frozen whether the base stays as it is and only the head learns
/// @param statistics whether batch normalization of a base that learns does, too; else it uses the
///     moving statistics that it came with
/// @param clip the norm that the gradient of all parameters has at most; 0 for any
@CheckReturnValue
record PhaseSettings(
    int epochs,
    Rule rule,
    double learningRate,
    double warmup,
    double decay,
    boolean frozen,
    boolean statistics,
    double clip) {
  private static final int MOST_EPOCHS = 1_000_000;
  private static final double WEIGHT_DECAY = 0.01;
  private static final double MOMENTUM = 0.9;

  /// A head on a frozen base, whose features make large steps safe.
  static final PhaseSettings HEAD = new PhaseSettings(5, Rule.SGD, 0.2, 0, 0.01, true, false, 0);

  /// Base and head together: small steps, so that the base forgets nothing.
  static final PhaseSettings WHOLE =
      new PhaseSettings(10, Rule.SGD, 0.01, 0, 0.001, false, false, 0);

  /// Base and head together, when they have learned already: steps that can spoil nothing, even
  /// where a head is so sure of itself that its loss is large.
  static final PhaseSettings LATER =
      new PhaseSettings(10, Rule.SGD, 0.001, 0, 0.001, false, false, 1);

  /// Checks the numbers.
  PhaseSettings {
    Args.within("epochs", epochs, 1, MOST_EPOCHS);
    Args.positive("learning rate", learningRate);
    Args.check(warmup >= 0 && warmup < 1, "warmup", "a share from 0 to below 1", warmup, "pass 0.");
    Args.check(
        decay >= 0 && decay < Double.POSITIVE_INFINITY,
        "decay",
        "a number of at least 0",
        decay,
        "pass 0.");
    Args.check(
        clip >= 0 && clip < Double.POSITIVE_INFINITY,
        "clip",
        "a number of at least 0",
        clip,
        "pass 0.");
  }

  PhaseSettings epochs(int epochs) {
    return new PhaseSettings(epochs, rule, learningRate, warmup, decay, frozen, statistics, clip);
  }

  PhaseSettings learningRate(double learningRate) {
    return new PhaseSettings(epochs, rule, learningRate, warmup, decay, frozen, statistics, clip);
  }

  /// Lets batch normalization of the base learn, too.
  PhaseSettings trainStatistics() {
    return new PhaseSettings(epochs, rule, learningRate, warmup, decay, frozen, true, clip);
  }

  /// With another rule, and the learning rate that usually suits it.
  PhaseSettings rule(Rule rule) {
    if (rule == this.rule) {
      return this;
    }
    double rate = rule == Rule.SGD ? (frozen ? HEAD : WHOLE).learningRate : frozen ? 1e-3 : 1e-4;
    return new PhaseSettings(
        epochs, rule, rate, 0, rule == Rule.SGD ? 1e-3 : 0, frozen, statistics, clip);
  }

  /// As a phase of training.
  ///
  /// @param examples of the training part
  /// @param copies of features of a frozen base, see [Settings#copies]
  Phase phase(Fit fit, int examples, int copies) {
    var optimizer = optimizer(examples, fit.batch());
    if (frozen) {
      return Phase.head(optimizer, fit).cached(copies);
    }
    var whole = Phase.whole(optimizer, fit);
    return statistics ? whole.trainStatistics() : whole;
  }

  /// The optimizer for a training part of so many examples.
  private Optimizer optimizer(int examples, int batch) {
    if (rule == Rule.SGD) {
      return clipped(Optimizers.sgd(learningRate).momentum(MOMENTUM).decay(decay));
    }
    long steps = (long) epochs * Math.ceilDiv(examples, batch);
    long rise = Math.round(steps * warmup);
    long fall = Math.max(1, steps - rise);
    return clipped(
        Optimizers.adamW(
                rise == 0
                    ? Schedules.cosineDecay(learningRate, fall)
                    : Schedules.cosineDecay(0, fall).warmup(learningRate, rise))
            .weightDecay(WEIGHT_DECAY));
  }

  private <T extends Tunable<T>> Optimizer clipped(T optimizer) {
    return clip == 0 ? optimizer : optimizer.clipGlobalNorm(clip);
  }
}
