// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.FoveaException;
import io.fovea.metric.Metric;
import io.fovea.metric.Metric.Direction;
import java.util.Optional;
import java.util.OptionalDouble;

/// One number of the logs that a callback follows, and the best it has been.
///
/// Mutable, for one run on one thread.
final class Monitor {
  private static final System.Logger LOGGER = System.getLogger("io.fovea.train");

  private static final String BEST = "best";

  private final String who;
  private final String name;
  private final Direction direction;
  private final double minDelta;
  private OptionalDouble best;
  private boolean warned;

  /// @param direction which way is better; found by the name if empty
  /// @param best what has to be beaten first; the first value is an improvement if empty
  Monitor(
      String who,
      String name,
      Optional<Direction> direction,
      double minDelta,
      OptionalDouble best,
      Run run) {
    this.who = who;
    this.name = name;
    this.direction = direction.orElseGet(() -> direction(who, name, run));
    this.minDelta = Math.abs(minDelta);
    this.best = best;
  }

  /// As Keras' mode `auto`: the loss falls, a metric says itself.
  private static Direction direction(String who, String name, Run run) {
    String plain = name.startsWith("val_") ? name.substring("val_".length()) : name;
    if (plain.equals("loss") || isLossOfOutput(plain, run)) {
      return Direction.DOWN;
    }
    var metrics = run.model().metrics();
    return metrics.stream()
        .filter(metric -> metric.name().equals(plain))
        .map(Metric::direction)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                FoveaException.format(
                    who + ".monitor",
                    "loss or a metric of the model " + metrics.stream().map(Metric::name).toList(),
                    name,
                    "check the name, or say lowerIsBetter() or higherIsBetter().")));
  }

  private static boolean isLossOfOutput(String name, Run run) {
    var objectives = run.model().objectives();
    return objectives.size() > 1
        && objectives.stream().anyMatch(o -> name.equals(o.output() + "_loss"));
  }

  /// The number in these logs; warns once where it is missing.
  OptionalDouble in(Logs logs) {
    var value = logs.find(name);
    if (value.isEmpty() && !warned) {
      warned = true;
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0} follows {1}, which is not among {2}: it does nothing.",
          who,
          name,
          logs.values().keySet());
    }
    return value;
  }

  /// With the best so far, if there is one.
  Memory addTo(Memory memory) {
    return best.isPresent() ? memory.with(BEST, best.getAsDouble()) : memory;
  }

  /// Takes the best so far from a memory.
  void recall(Memory memory) {
    best = memory.has(BEST) ? OptionalDouble.of(memory.number(BEST)) : OptionalDouble.empty();
  }

  /// Whether a value is better than the best so far, by more than the least difference.
  boolean improves(double value) {
    return best.isEmpty() || beats(value, best.getAsDouble());
  }

  /// Whether a value is better than another, by more than the least difference.
  boolean beats(double value, double other) {
    return switch (direction) {
      case DOWN -> value + minDelta < other;
      case UP -> value - minDelta > other;
    };
  }

  /// From now on this is the best.
  void best(double value) {
    best = OptionalDouble.of(value);
  }
}
