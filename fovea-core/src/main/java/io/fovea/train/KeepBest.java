package io.fovea.train;

import io.fovea.graph.Variable;
import java.util.List;

/// Brings back, at the end of training, the parameters and state of the epoch with the lowest loss,
/// or those that training began with if none was lower.
///
/// @param start what training began with; `Double.POSITIVE_INFINITY` if nobody measured
record KeepBest(double start) implements Callback {
  /// The loss that tells epochs apart: of validation, where there is one.
  static double loss(Logs logs) {
    return logs.find("val_loss").orElse(logs.find("loss").orElse(Double.POSITIVE_INFINITY));
  }

  @Override
  public Callback start(Run run) {
    return new Watch(start, read(run));
  }

  private static List<float[]> read(Run run) {
    return run.model().variables().stream().map(Variable::read).toList();
  }

  /// Remembers the best so far. Mutable.
  private static final class Watch implements Callback {
    private double lowest;
    private List<float[]> best;

    Watch(double lowest, List<float[]> best) {
      this.lowest = lowest;
      this.best = best;
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      if (loss(logs) < lowest) {
        lowest = loss(logs);
        best = read(run);
      }
    }

    @Override
    public void onTrainEnd(Run run) {
      for (int i = 0; i < best.size(); i++) {
        run.model().variables().get(i).write(best.get(i));
      }
    }
  }
}
