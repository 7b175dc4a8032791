// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.train.Callbacks.learningRateScheduler;
import static io.fovea.train.Callbacks.reduceLearningRate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateCallbacksTest {

  /// The learning rate after each epoch; it starts at 1.
  private static List<Double> rates(ReduceLearningRate rule, double... losses) {
    var run = Runs.run();
    var watch = rule.start(run);
    var rates = new ArrayList<Double>();
    for (int epoch = 0; epoch < losses.length; epoch++) {
      watch.onEpochEnd(run, epoch, Runs.logs("val_loss", losses[epoch]));
      rates.add(run.learningRate());
    }
    return rates;
  }

  // halves are exact in binary, so the rates are too

  @Test
  void halvesAfterPatienceEpochsWithoutImprovement() {
    var rule = reduceLearningRate("val_loss").factor(0.5).patience(2);
    assertThat(rates(rule, 3, 3, 3, 3, 3, 2, 2, 2))
        .containsExactly(1.0, 1.0, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125);
  }

  @Test
  void anImprovementMustExceedTheLeastDifference() {
    var rule = reduceLearningRate("val_loss").factor(0.5).patience(1);
    assertThat(rates(rule, 3, 2.99995)).containsExactly(1.0, 0.5);
    assertThat(rates(rule.minDelta(0), 3, 2.99995)).containsExactly(1.0, 1.0);
  }

  @Test
  void coolsDown() {
    var rule = reduceLearningRate("val_loss").factor(0.5).patience(1).cooldown(2);
    // epoch 1 reduces; in epoch 2 one of two is left; epoch 3 counts again
    assertThat(rates(rule, 3, 3, 3, 3, 3, 3)).containsExactly(1.0, 0.5, 0.5, 0.25, 0.25, 0.125);
  }

  @Test
  void doesNotFallBelowTheLeastRate() {
    var rule = reduceLearningRate("val_loss").factor(0.5).patience(1).minRate(0.375);
    assertThat(rates(rule, 3, 3, 3, 3)).containsExactly(1.0, 0.5, 0.375, 0.375);
  }

  @Test
  void logsTheRateBeforeTheChange() {
    var run = Runs.run();
    var watch = reduceLearningRate("val_loss").factor(0.5).patience(1).start(run);
    watch.onEpochEnd(run, 0, Runs.logs("val_loss", 1));
    watch.onEpochEnd(run, 1, Runs.logs("val_loss", 1));
    assertThat(run.takeNotes()).containsEntry("learning_rate", 1.0);
    assertThat(run.learningRate()).isEqualTo(0.5);
  }

  @Test
  void rejectsAFactorThatDoesNotReduce() {
    assertThatThrownBy(() -> reduceLearningRate("val_loss").factor(1))
        .hasMessage(
            "reduceLearningRate.factor: expected a number above 0 and below 1, got 1.0.\n"
                + "  Fix: pass e.g. 0.1.");
  }

  @Test
  void theSchedulerGetsEpochAndPresentRate() {
    var run = Runs.run();
    var scheduler = learningRateScheduler((epoch, rate) -> epoch < 1 ? rate : rate * 0.5);
    var rates = new ArrayList<Double>();
    for (int epoch = 0; epoch < 3; epoch++) {
      scheduler.onEpochBegin(run, epoch);
      rates.add(run.learningRate());
      scheduler.onEpochEnd(run, epoch, Logs.empty());
      assertThat(run.takeNotes()).containsEntry("learning_rate", rates.get(epoch));
    }
    assertThat(rates).containsExactly(1.0, 0.5, 0.25);
  }
}
