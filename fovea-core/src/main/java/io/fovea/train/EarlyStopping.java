// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Variable;
import io.fovea.metric.Metric.Direction;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Ends training when a number has stopped getting better.
///
/// A value is better if it beats the best one by more than `minDelta`; the first one always is. After
/// `patience` epochs in a row that were not better, training ends, though never after the first
/// epoch.
///
/// ```java
/// epochs(100).validation(0.1).callbacks(earlyStopping("val_loss").patience(5).restoreBest())
/// ```
///
/// @param monitor name in the logs, e.g. `val_accuracy`
/// @param direction which way is better; empty: the loss falls, a metric says itself
/// @param minDelta by how much a value must beat the best one
/// @param patience epochs without improvement that are allowed
/// @param baseline what must be beaten too for the patience to start anew
/// @param restoring whether the parameters of the best epoch come back at the end
/// @param startEpoch first epoch that counts, from 0
@CheckReturnValue
public record EarlyStopping(
    String monitor,
    Optional<Direction> direction,
    double minDelta,
    int patience,
    OptionalDouble baseline,
    boolean restoring,
    int startEpoch)
    implements Callback {
  /// Checks the numbers.
  public EarlyStopping {
    Args.finite("earlyStopping.minDelta", minDelta);
    baseline.ifPresent(value -> Args.finite("earlyStopping.baseline", value));
    Args.notNegative("earlyStopping.patience", patience);
    Args.notNegative("earlyStopping.startEpoch", startEpoch);
  }

  /// Keras' defaults: no patience, any improvement counts.
  public static EarlyStopping of(String monitor) {
    return new EarlyStopping(monitor, Optional.empty(), 0, 0, OptionalDouble.empty(), false, 0);
  }

  /// Epochs without improvement that are allowed.
  public EarlyStopping patience(int epochs) {
    return new EarlyStopping(monitor, direction, minDelta, epochs, baseline, restoring, startEpoch);
  }

  /// By how much a value must beat the best one.
  public EarlyStopping minDelta(double difference) {
    return new EarlyStopping(
        monitor, direction, difference, patience, baseline, restoring, startEpoch);
  }

  /// What must be beaten too for the patience to start anew.
  public EarlyStopping baseline(double value) {
    return new EarlyStopping(
        monitor, direction, minDelta, patience, OptionalDouble.of(value), restoring, startEpoch);
  }

  /// Brings the parameters and state of the best epoch back at the end of training.
  public EarlyStopping restoreBest() {
    return new EarlyStopping(monitor, direction, minDelta, patience, baseline, true, startEpoch);
  }

  /// First epoch that counts, from 0.
  public EarlyStopping startEpoch(int epoch) {
    return new EarlyStopping(monitor, direction, minDelta, patience, baseline, restoring, epoch);
  }

  /// Less is better, whatever the name.
  public EarlyStopping lowerIsBetter() {
    return direction(Direction.DOWN);
  }

  /// More is better, whatever the name.
  public EarlyStopping higherIsBetter() {
    return direction(Direction.UP);
  }

  private EarlyStopping direction(Direction better) {
    return new EarlyStopping(
        monitor, Optional.of(better), minDelta, patience, baseline, restoring, startEpoch);
  }

  @Override
  public Callback start(Run run) {
    return new Watch(
        this,
        new Monitor("earlyStopping", monitor, direction, minDelta, OptionalDouble.empty(), run));
  }

  /// Counts the epochs of one run. Mutable.
  private static final class Watch implements Callback {
    private final EarlyStopping rule;
    private final Monitor monitor;
    private int waited;
    private boolean ended;

    /// The variables of the best epoch; once those are back in the model, what it had instead.
    private List<float[]> kept = List.of();

    private boolean restored;

    Watch(EarlyStopping rule, Monitor monitor) {
      this.rule = rule;
      this.monitor = monitor;
    }

    @Override
    public Memory memory() {
      var memory =
          Memory.EMPTY
              .with("waited", waited)
              .with("ended", ended ? 1 : 0)
              .with("restored", restored ? 1 : 0)
              .with("kept", kept.size());
      for (int i = 0; i < kept.size(); i++) {
        memory = memory.with("kept." + i, Tensor.vector(kept.get(i)));
      }
      return monitor.addTo(memory);
    }

    @Override
    public void recall(Run run, Memory memory) {
      monitor.recall(memory);
      waited = memory.count("waited");
      ended = memory.count("ended") == 1;
      restored = memory.count("restored") == 1;
      kept =
          IntStream.range(0, memory.count("kept"))
              .mapToObj(i -> memory.tensor("kept." + i).toArray())
              .toList();
    }

    /// A run that was over stays so, unless it gets more patience than it had.
    @Override
    public void onTrainBegin(Run run) {
      if (ended && waited >= rule.patience) {
        run.stop();
      } else if (restored) {
        swap(run);
      }
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      var value = monitor.in(logs);
      if (value.isEmpty() || epoch < rule.startEpoch) {
        return;
      }
      double now = value.getAsDouble();
      if (kept.isEmpty()) {
        keep(run);
      }
      waited++;
      if (monitor.improves(now)) {
        monitor.best(now);
        keep(run);
        if (rule.baseline.isEmpty() || monitor.beats(now, rule.baseline.getAsDouble())) {
          waited = 0;
        }
      } else if (waited >= rule.patience && epoch > 0) {
        ended = true;
        run.stop();
      }
    }

    private void keep(Run run) {
      if (rule.restoring) {
        kept = read(run);
      }
    }

    private static List<float[]> read(Run run) {
      return run.model().variables().stream().map(Variable::read).toList();
    }

    private void swap(Run run) {
      var others = read(run);
      for (int i = 0; i < kept.size(); i++) {
        run.model().variables().get(i).write(kept.get(i));
      }
      kept = others;
      restored = !restored;
    }

    @Override
    public void onTrainEnd(Run run) {
      if (!kept.isEmpty() && !restored) {
        swap(run);
      }
    }
  }
}
