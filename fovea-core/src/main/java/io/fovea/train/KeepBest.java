package io.fovea.train;

import io.fovea.data.Dataset;
import io.fovea.graph.Variable;
import java.util.List;

/// Brings back, at the end of training, the parameters and state of the epoch with the lowest loss,
/// or those that training began with if none was lower. Without data to validate on, only the end is
/// compared with the beginning.
///
/// @param measured data whose loss decides
/// @param validates whether this is what each epoch is validated on
record KeepBest(Dataset measured, boolean validates) implements Callback {
  @Override
  public Callback start(Run run) {
    return new Watch(this, loss(run), read(run));
  }

  private double loss(Run run) {
    return run.model().evaluate(measured, run.fit().batch()).value("loss");
  }

  private static List<float[]> read(Run run) {
    return run.model().variables().stream().map(Variable::read).toList();
  }

  /// Remembers the best so far. Mutable.
  private static final class Watch implements Callback {
    private final KeepBest rule;
    private double lowest;
    private List<float[]> best;

    Watch(KeepBest rule, double lowest, List<float[]> best) {
      this.rule = rule;
      this.lowest = lowest;
      this.best = best;
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      double loss = logs.find("val_loss").orElse(Double.NaN);
      if (rule.validates && loss < lowest) {
        lowest = loss;
        best = read(run);
      }
    }

    @Override
    public void onTrainEnd(Run run) {
      if (!rule.validates && rule.loss(run) < lowest) {
        return;
      }
      for (int i = 0; i < best.size(); i++) {
        run.model().variables().get(i).write(best.get(i));
      }
    }
  }
}
