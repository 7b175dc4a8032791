// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.data.Dataset;
import io.fovea.graph.Variable;
import io.fovea.metric.Metric.Direction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Keeps a network as it was after the best epoch of all phases: in a file if there is one, else in
/// memory. Numbers of validation decide where there are some.
///
/// Mutable; of one run of a [Recipe].
final class KeepBest {
  private final Model whole;
  private final Optional<Path> file;
  private final boolean byMetric;
  private Score best = Score.NONE;
  private List<float[]> kept = List.of();
  private boolean isKept;

  /// @param whole what is kept, also while only a part of it is in training
  /// @param byMetric whether the first metric decides, and the loss between equals; else the loss alone
  KeepBest(Model whole, Optional<Path> file, boolean byMetric) {
    this.whole = whole;
    this.file = file;
    this.byMetric = byMetric;
  }

  /// How good an epoch was.
  ///
  /// @param metric more is better; 0 where only the loss counts
  /// @param epoch its number over all phases, from 0; below 0 before all of them
  private record Score(double metric, double loss, int epoch) {
    static final Score NONE = new Score(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -1);

    /// Whether it is better; one without a loss is not.
    boolean beats(Score other) {
      return !Double.isNaN(loss)
          && (metric > other.metric || (metric == other.metric && loss < other.loss));
    }

    Score at(int epoch) {
      return new Score(metric, loss, epoch);
    }

    Memory memory() {
      return Memory.EMPTY.with("metric", metric).with("loss", loss).with("epoch", epoch);
    }

    static Score of(Memory memory) {
      return new Score(memory.number("metric"), memory.number("loss"), memory.count("epoch"));
    }
  }

  /// A callback that watches a phase.
  ///
  /// @param before epochs of the phases before it
  /// @param measured what each epoch is measured on; empty where its own numbers tell enough
  Callback watch(int before, Optional<Dataset> measured) {
    return new Watch(this, before, measured);
  }

  /// Knows what a watch of an earlier run knew.
  void recall(Progress progress) {
    var memory = progress.memories().get(Watch.class.getName());
    if (memory != null) {
      recall(memory);
    }
  }

  /// The number of the best epoch over all phases, from 0; empty before the first one.
  OptionalInt epoch() {
    return best.epoch() < 0 ? OptionalInt.empty() : OptionalInt.of(best.epoch());
  }

  /// Gives the network the values of its best epoch, if there was one.
  void bringBack() {
    if (!isKept) {
      return;
    }
    if (file.isPresent()) {
      whole.loadWeights(file.get());
    } else {
      for (int i = 0; i < kept.size(); i++) {
        whole.variables().get(i).write(kept.get(i));
      }
    }
  }

  /// Begins anew with the network as it is: what follows is measured otherwise than what was before.
  ///
  /// @param logs of the network, on what the epochs that follow are measured on
  void restart(Logs logs) {
    var score = score(whole, "", best.epoch(), logs);
    // what is no number loses against all others
    keep(score.beats(Score.NONE) ? score : Score.NONE.at(best.epoch()));
  }

  private void keep(Score score) {
    if (file.isPresent()) {
      whole.save(file.get());
    } else {
      kept = whole.variables().stream().map(Variable::read).toList();
    }
    best = score;
    isKept = true;
  }

  /// Knows what a watch of an earlier run knew, which has kept a file.
  private void recall(Memory memory) {
    best = Score.of(memory);
    isKept = memory.number("kept") > 0;
  }

  private Memory memory() {
    return best.memory().with("kept", isKept ? 1 : 0);
  }

  private Score score(Model model, String prefix, int epoch, Logs logs) {
    double metric =
        model.metrics().stream()
            .findFirst()
            .filter(_ -> byMetric)
            .map(first ->
                logs.value(prefix + first.name()) * (first.direction() == Direction.UP ? 1 : -1))
            .orElse(0.0);
    return new Score(metric, logs.value(prefix + "loss"), epoch);
  }

  private record Watch(KeepBest keeper, int before, Optional<Dataset> measured)
      implements Callback {
    @Override
    public Memory memory() {
      return keeper.memory();
    }

    @Override
    public void recall(Run run, Memory memory) {
      keeper.recall(memory);
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      var whole = keeper.whole;
      if (Soundness.unsound(whole.variables()).isPresent()) {
        return;
      }
      var prefix = run.fit().validates() ? "val_" : "";
      var score =
          measured
              .map(data -> {
                int batch = data.batch().orElse(run.fit().batch());
                return keeper.score(whole, "", before + epoch, whole.evaluate(data, batch));
              })
              .orElseGet(() -> keeper.score(run.model(), prefix, before + epoch, logs));
      if (score.beats(keeper.best)) {
        keeper.keep(score);
      }
    }
  }
}
