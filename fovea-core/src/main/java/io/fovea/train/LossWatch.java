// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

/// Says, once a run, that training has gone wrong: the loss, or a parameter, is no finite number. If
/// it is a parameter, nothing later can be right, so training ends.
///
/// Mutable, for one run.
final class LossWatch {
  private static final String FIX =
      "lower the learning rate, clip gradients (clipNorm), and look at the data.";

  private final Run run;
  private boolean sound;
  private boolean said;

  LossWatch(Run run) {
    this.run = run;
  }

  /// Before the first step: what begins with NaN ends with the first step.
  void beforeTraining() {
    sound = Soundness.unsound(run.model().variables()).isEmpty();
  }

  /// After each step.
  ///
  /// @param epoch from 0
  /// @param step within the epoch, from 0
  /// @param soFar means over the epoch so far
  void afterStep(int epoch, int step, Logs soFar) {
    double loss = soFar.value("loss");
    if (!sound) {
      say("training began with parameters that are no numbers");
    } else if (!Double.isFinite(loss)) {
      say(
          "the loss is "
              + Soundness.text(loss)
              + " from step %d of epoch %d on".formatted(step + 1, epoch + 1));
    }
  }

  /// After the last step of each epoch, before validation and what callbacks save.
  ///
  /// @param epoch from 0
  void afterEpoch(int epoch) {
    if (!said && Soundness.unsound(run.model().variables()).isPresent()) {
      say("training has gone wrong in epoch " + (epoch + 1));
    }
  }

  private void say(String what) {
    if (said) {
      return;
    }
    said = true;
    var unsound = Soundness.unsound(run.model().variables());
    Warnings.say(
        run.model().name() + ".fit",
        what + unsound.map(it -> "; there is " + it + ", so training ends here").orElse(""),
        FIX);
    if (unsound.isPresent()) {
      run.stop();
    }
  }
}
