// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.train.Callbacks.earlyStopping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

  /// The last epoch that runs, from 0, or the number of values if none stops.
  private static int lastEpoch(EarlyStopping rule, double... values) {
    var run = Runs.run();
    return lastEpoch(rule, run, values);
  }

  private static int lastEpoch(EarlyStopping rule, Run run, double... values) {
    var watch = rule.start(run);
    for (int epoch = 0; epoch < values.length; epoch++) {
      run.model().variables().get(1).write(new float[] {epoch});
      watch.onEpochEnd(run, epoch, Runs.logs(rule.monitor(), values[epoch]));
      if (run.stopped()) {
        watch.onTrainEnd(run);
        return epoch;
      }
    }
    watch.onTrainEnd(run);
    return values.length;
  }

  @Test
  void withoutPatienceTheFirstEpochThatIsNotBetterIsTheLast() {
    assertThat(lastEpoch(earlyStopping("val_loss"), 3, 2, 2, 1)).isEqualTo(2);
  }

  @Test
  void neverStopsAfterTheFirstEpoch() {
    // with a threshold that nothing beats, epoch 0 is an improvement all the same
    assertThat(lastEpoch(earlyStopping("val_loss").minDelta(100), 3, 2)).isEqualTo(1);
  }

  @Test
  void patienceStartsAnewWithEachImprovement() {
    var rule = earlyStopping("val_loss").patience(2);
    assertThat(lastEpoch(rule, 3, 4, 2, 4, 1, 4, 4, 0)).isEqualTo(6);
  }

  @Test
  void anImprovementMustExceedTheLeastDifference() {
    var rule = earlyStopping("val_loss").patience(1).minDelta(0.5);
    // 2.5 + 0.5 is not below 3; 2.25 + 0.5 is
    assertThat(lastEpoch(rule, 3, 2.5, 0)).isEqualTo(1);
    assertThat(lastEpoch(rule, 3, 2.25, 2)).isEqualTo(2);
  }

  @Test
  void theMetricSaysThatMoreIsBetter() {
    assertThat(lastEpoch(earlyStopping("val_accuracy"), 0.1, 0.2, 0.3, 0.25)).isEqualTo(3);
  }

  @Test
  void theDirectionCanBeGiven() {
    assertThat(lastEpoch(earlyStopping("score").lowerIsBetter(), 3, 2, 2.5)).isEqualTo(2);
    assertThat(lastEpoch(earlyStopping("score").higherIsBetter(), 3, 4, 2.5)).isEqualTo(2);
  }

  @Test
  void patienceGoesOnUntilTheBaselineIsBeaten() {
    var rule = earlyStopping("val_loss").patience(3).baseline(1);
    // 5, 4, 3 improve but do not beat 1: three epochs waited; the fourth does not improve
    assertThat(lastEpoch(rule, 5, 4, 3, 3)).isEqualTo(3);
    assertThat(lastEpoch(rule, 5, 4, 0.5, 3, 3, 3)).isEqualTo(5);
  }

  @Test
  void epochsBeforeTheStartDoNotCount() {
    assertThat(lastEpoch(earlyStopping("val_loss").startEpoch(2), 1, 9, 9, 8, 8)).isEqualTo(4);
  }

  @Test
  void bringsTheBestParametersBack() {
    var run = Runs.run();
    lastEpoch(earlyStopping("val_loss").patience(2).restoreBest(), run, 3, 1, 2, 2);
    assertThat(run.model().variables().get(1).read()).containsExactly(1);
  }

  @Test
  void bringsTheBestParametersBackAlsoWhenTrainingRanToItsEnd() {
    var run = Runs.run();
    lastEpoch(earlyStopping("val_loss").patience(9).restoreBest(), run, 3, 1, 2, 2);
    assertThat(run.model().variables().get(1).read()).containsExactly(1);
  }

  @Test
  void leavesTheLastParametersUnlessAsked() {
    var run = Runs.run();
    lastEpoch(earlyStopping("val_loss").patience(2), run, 3, 1, 2, 2);
    assertThat(run.model().variables().get(1).read()).containsExactly(3);
  }

  @Test
  void doesNothingWhereTheNumberIsMissing() {
    var run = Runs.run();
    var watch = earlyStopping("val_loss").start(run);
    for (int epoch = 0; epoch < 5; epoch++) {
      watch.onEpochEnd(run, epoch, Runs.logs("loss", 1));
    }
    assertThat(run.stopped()).isFalse();
  }

  @Test
  void servesManyRuns() {
    var rule = earlyStopping("val_loss").patience(1);
    assertThat(lastEpoch(rule, 1, 2)).isEqualTo(1);
    assertThat(lastEpoch(rule, 9, 8, 7)).isEqualTo(3);
  }

  @Test
  void rejectsANameWhoseDirectionNobodyKnows() {
    assertThatThrownBy(() -> earlyStopping("val_acc").start(Runs.run()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "earlyStopping.monitor: expected loss or a metric of the model [accuracy], got"
                + " val_acc.\n  Fix: check the name, or say lowerIsBetter() or higherIsBetter().");
  }

  @Test
  void rejectsNegativePatience() {
    assertThatThrownBy(() -> earlyStopping("loss").patience(-1))
        .hasMessage(
            "earlyStopping.patience: expected a whole number of at least 0, got -1.\n"
                + "  Fix: pass 0 or more.");
  }
}
