// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.app.Measure.Score;
import io.fovea.train.Callback;
import io.fovea.train.Logs;
import io.fovea.train.Memory;
import io.fovea.train.Model;
import io.fovea.train.Run;
import java.nio.file.Path;

/// Saves a model after each epoch that is better than all before; also one of which only a part is
/// in training.
///
/// @param model what is saved
/// @param file where
/// @param measure what is better
/// @param soFar the best of the epochs before this phase
record Best(Model model, Path file, Measure measure, Score soFar) implements Callback {
  @Override
  public Callback start(Run run) {
    return new Watch(this);
  }

  /// Remembers the best score. Mutable.
  private static final class Watch implements Callback {
    private final Best rule;
    private Score best;

    Watch(Best rule) {
      this.rule = rule;
      this.best = rule.soFar;
    }

    @Override
    public Memory memory() {
      return Memory.EMPTY.with("accuracy", best.accuracy()).with("loss", best.loss());
    }

    @Override
    public void recall(Run run, Memory memory) {
      best = new Score(memory.number("accuracy"), memory.number("loss"));
    }

    @Override
    public void onEpochEnd(Run run, int epoch, Logs logs) {
      var score = rule.measure.of(logs::find);
      if (score.beats(best) && Checkpoint.isSound(rule.model)) {
        rule.model.save(rule.file);
        best = score;
      }
    }
  }
}
