package io.fovea.app;

import io.fovea.train.Callback;
import io.fovea.train.Logs;
import io.fovea.train.Memory;
import io.fovea.train.Model;
import io.fovea.train.Run;
import java.nio.file.Path;
import java.util.OptionalDouble;

/// Saves a model after each epoch that is better than all before; also one of which only a part is
/// in training.
///
/// @param model what is saved
/// @param file where
/// @param monitor a loss in the logs
/// @param soFar its lowest value in epochs before this phase
record Best(Model model, Path file, String monitor, OptionalDouble soFar) implements Callback {
  @Override
  public Callback start(Run run) {
    return new Watch(this);
  }

  /// Remembers the lowest loss. Mutable.
  private static final class Watch implements Callback {
    private final Best rule;
    private double lowest;

    Watch(Best rule) {
      this.rule = rule;
      this.lowest = rule.soFar.orElse(Double.POSITIVE_INFINITY);
    }

    @Override
    public Memory memory() {
      return Memory.EMPTY.with("lowest", lowest);
    }

    @Override
    public void recall(Run run, Memory memory) {
      lowest = memory.number("lowest");
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      double value = logs.find(rule.monitor).orElse(Double.NaN);
      if (value < lowest && Checkpoint.isSound(rule.model)) {
        rule.model.save(rule.file);
        lowest = value;
      }
    }
  }
}
