// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.data.Dataset;
import io.fovea.graph.Variable;
import io.fovea.metric.Metric.Direction;
import java.util.List;

/// Brings back, at the end of training, the parameters and state of the best epoch, or those that
/// training began with if none was better. The first metric decides, and between equals the loss.
/// Without data to validate on, only the end is compared with the beginning.
///
/// @param measured data whose numbers decide
/// @param validates whether this is what each epoch is validated on
record KeepBest(Dataset measured, boolean validates) implements Callback {
  @Override
  public Callback start(Run run) {
    return new Watch(this, score(run), read(run));
  }

  /// How good a model is: more is better.
  private record Score(double metric, double loss) {
    static Score of(Model model, Logs logs, String prefix) {
      double metric =
          model.metrics().stream()
              .findFirst()
              .map(first ->
                  logs.value(prefix + first.name()) * (first.direction() == Direction.UP ? 1 : -1))
              .orElse(0.0);
      return new Score(metric, logs.value(prefix + "loss"));
    }

    boolean beats(Score other) {
      return Double.isFinite(loss)
          && (metric > other.metric || (metric == other.metric && loss < other.loss));
    }
  }

  private Score score(Run run) {
    var logs = run.model().evaluate(measured, measured.batch().orElse(run.fit().batch()));
    return Score.of(run.model(), logs, "");
  }

  private static List<float[]> read(Run run) {
    return run.model().variables().stream().map(Variable::read).toList();
  }

  /// Remembers the best so far. Mutable.
  private static final class Watch implements Callback {
    private final KeepBest rule;
    private Score best;
    private List<float[]> kept;

    Watch(KeepBest rule, Score best, List<float[]> kept) {
      this.rule = rule;
      this.best = best;
      this.kept = kept;
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      if (rule.validates) {
        var score = Score.of(run.model(), logs, "val_");
        if (score.beats(best)) {
          best = score;
          kept = read(run);
        }
      }
    }

    @Override
    public void onTrainEnd(Run run) {
      boolean sound = Soundness.unsound(run.model().variables()).isEmpty();
      if (!rule.validates && sound && rule.score(run).beats(best)) {
        return;
      }
      for (int i = 0; i < kept.size(); i++) {
        run.model().variables().get(i).write(kept.get(i));
      }
    }
  }
}
