// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.metric.Metric.Direction;
import java.util.Optional;
import java.util.OptionalDouble;

/// Lowers the learning rate when a number has stopped getting better (Keras' `ReduceLROnPlateau`).
///
/// After `patience` epochs in a row without improvement the learning rate becomes `max(rate factor,
/// minRate)`; then nothing is counted for `cooldown` epochs. The logs get `learning_rate`, the rate
/// of the epoch before any change. Replaces a schedule by a constant when it first acts.
///
/// @param monitor name in the logs, e.g. `val_loss`
/// @param direction which way is better; empty: the loss falls, a metric says itself
/// @param factor what the rate is multiplied by, above 0 and below 1
/// @param patience epochs without improvement that are allowed
/// @param minDelta by how much a value must beat the best one
/// @param cooldown epochs after a change that do not count
/// @param minRate the rate does not fall below
@CheckReturnValue
public record ReduceLearningRate(
    String monitor,
    Optional<Direction> direction,
    double factor,
    int patience,
    double minDelta,
    int cooldown,
    double minRate)
    implements Callback {
  /// Checks the numbers.
  public ReduceLearningRate {
    Args.check(
        factor > 0 && factor < 1,
        "reduceLearningRate.factor",
        "a number above 0 and below 1",
        factor,
        "pass e.g. 0.1.");
    Args.finite("reduceLearningRate.minDelta", minDelta);
    Args.notNegative("reduceLearningRate.patience", patience);
    Args.notNegative("reduceLearningRate.cooldown", cooldown);
    Args.check(
        minRate >= 0 && minRate < Double.POSITIVE_INFINITY,
        "reduceLearningRate.minRate",
        "a rate of at least 0",
        minRate,
        "pass 0.");
  }

  /// Keras' defaults: a tenth after 10 epochs that did not improve by more than 1e-4.
  public static ReduceLearningRate of(String monitor) {
    return new ReduceLearningRate(monitor, Optional.empty(), 0.1, 10, 1e-4, 0, 0);
  }

  /// What the rate is multiplied by.
  public ReduceLearningRate factor(double factor) {
    return new ReduceLearningRate(
        monitor, direction, factor, patience, minDelta, cooldown, minRate);
  }

  /// Epochs without improvement that are allowed.
  public ReduceLearningRate patience(int epochs) {
    return new ReduceLearningRate(monitor, direction, factor, epochs, minDelta, cooldown, minRate);
  }

  /// By how much a value must beat the best one.
  public ReduceLearningRate minDelta(double difference) {
    return new ReduceLearningRate(
        monitor, direction, factor, patience, difference, cooldown, minRate);
  }

  /// Epochs after a change that do not count.
  public ReduceLearningRate cooldown(int epochs) {
    return new ReduceLearningRate(monitor, direction, factor, patience, minDelta, epochs, minRate);
  }

  /// The rate does not fall below this.
  public ReduceLearningRate minRate(double rate) {
    return new ReduceLearningRate(monitor, direction, factor, patience, minDelta, cooldown, rate);
  }

  /// Less is better, whatever the name.
  public ReduceLearningRate lowerIsBetter() {
    return direction(Direction.DOWN);
  }

  /// More is better, whatever the name.
  public ReduceLearningRate higherIsBetter() {
    return direction(Direction.UP);
  }

  private ReduceLearningRate direction(Direction better) {
    return new ReduceLearningRate(
        monitor, Optional.of(better), factor, patience, minDelta, cooldown, minRate);
  }

  @Override
  public Callback start(Run run) {
    return new Watch(
        this,
        new Monitor(
            "reduceLearningRate", monitor, direction, minDelta, OptionalDouble.empty(), run));
  }

  /// Counts the epochs of one run. Mutable.
  private static final class Watch implements Callback {
    private final ReduceLearningRate rule;
    private final Monitor monitor;
    private int waited;
    private int cooling;

    Watch(ReduceLearningRate rule, Monitor monitor) {
      this.rule = rule;
      this.monitor = monitor;
    }

    @Override
    public Memory memory() {
      return monitor.addTo(Memory.EMPTY.with("waited", waited).with("cooling", cooling));
    }

    @Override
    public void recall(Run run, Memory memory) {
      monitor.recall(memory);
      waited = memory.count("waited");
      cooling = memory.count("cooling");
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      double rate = run.undecayedRate();
      run.note(LearningRateScheduler.LOG, rate);
      var value = monitor.in(logs);
      if (value.isEmpty()) {
        return;
      }
      if (cooling > 0) {
        cooling--;
        waited = 0;
      }
      if (monitor.improves(value.getAsDouble())) {
        monitor.best(value.getAsDouble());
        waited = 0;
      } else if (cooling == 0) {
        waited++;
        if (waited >= rule.patience && rate > rule.minRate) {
          run.changeLearningRate(Math.max(rate * rule.factor, rule.minRate));
          cooling = rule.cooldown;
          waited = 0;
        }
      }
    }
  }
}
