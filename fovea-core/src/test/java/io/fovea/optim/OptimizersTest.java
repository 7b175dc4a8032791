// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import static io.fovea.optim.Optimizers.adadelta;
import static io.fovea.optim.Optimizers.adagrad;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Optimizers.adamW;
import static io.fovea.optim.Optimizers.adamax;
import static io.fovea.optim.Optimizers.nadam;
import static io.fovea.optim.Optimizers.rmsprop;
import static io.fovea.optim.Optimizers.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.graph.UpdateRule;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptimizersTest {
  private static final List<Tunable<?>> ALL =
      List.of(
          sgd(0.1),
          sgd(0.1).momentum(0.9),
          sgd(0.1).momentum(0.9).nesterov(),
          rmsprop(0.1),
          rmsprop(0.1).momentum(0.9),
          rmsprop(0.1).centered(),
          rmsprop(0.1).centered().momentum(0.5),
          adam(0.1),
          adam(0.1).amsgrad(),
          adamW(0.1),
          adamax(0.1),
          nadam(0.1),
          adagrad(0.1),
          adadelta(10));

  @Test
  void sgdStepsAgainstTheGradient() {
    assertThat(run(sgd(0.5), 1, 2, -1)).containsExactly(1 - 1, 0 + 0.5f);
  }

  @Test
  void momentumKeepsAShareOfTheLastStep() {
    // m = -1, then 0.5 * -1 - 1 = -1.5
    assertThat(run(sgd(0.5).momentum(0.5), 1, 2, 2)).containsExactly(0, -1.5f);
  }

  @Test
  void nesterovLooksOneStepAhead() {
    // m = -1: 1 + 0.5 * -1 - 1 = -0.5; m = -1.5: -0.5 + 0.5 * -1.5 - 1 = -2.25
    assertThat(run(sgd(0.5).momentum(0.5).nesterov(), 1, 2, 2)).containsExactly(-0.5f, -2.25f);
  }

  @Test
  void adamsFirstStepHasTheSizeOfTheLearningRate() {
    // both corrections cancel what the means lack: step = rate g / (|g| + epsilon / sqrt(1 -
    // beta2))
    assertThat(run(adam(0.25), 1, 4)[0]).isCloseTo(0.75f, within(1e-6f));
    assertThat(run(adam(0.25), 1, -0.001f)[0]).isCloseTo(1.25f, within(1e-3f));
    assertThat(run(adamax(0.25), 1, 4)[0]).isCloseTo(0.75f, within(1e-6f));
  }

  @Test
  void amsgradDividesByTheLargestMeanSquare() {
    var gradients = new float[] {10, 0, 0, 0};
    float[] plain = run(adam(0.1).beta1(0).beta2(0.5), 0, append(gradients, 1));
    float[] largest = run(adam(0.1).beta1(0).beta2(0.5).amsgrad(), 0, append(gradients, 1));
    // plain: v = 100 / 2, then halved four times, plus 1 / 2; largest: v = 50 for ever
    double correction = Math.sqrt(1 - Math.pow(0.5, 5));
    assertThat((double) plain[3] - plain[4])
        .isCloseTo(0.1 * correction / Math.sqrt(50.0 / 16 + 0.5), within(1e-6));
    assertThat((double) largest[3] - largest[4])
        .isCloseTo(0.1 * correction / Math.sqrt(50), within(1e-6));
  }

  @Test
  void centeredRmspropNeverTakesTheRootOfANegativeNumber() {
    // equal gradients: mean square and squared mean agree but for rounding
    var same = new float[3000];
    java.util.Arrays.fill(same, 1000.1f);
    assertThat(run(rmsprop(1e-3).centered().rho(0.5), 0, same)).doesNotContain(Float.NaN);
  }

  @Test
  void adagradStartsFromItsSumOfSquares() {
    assertThat(run(adagrad(1).start(0.75), 0, 0.5f)[0])
        .isCloseTo(-0.5f, within(1e-6f)); // 0.5 / sqrt(0.75 + 0.25)
  }

  @Test
  void weightDecayShrinksBeforeTheUpdate() {
    // 2 - 2 * 0.1 * 0.5 = 1.9, then - 0.5 * 1
    assertThat(run(sgd(0.5).weightDecay(0.1), 2, 1)[0]).isCloseTo(1.4f, within(1e-6f));
  }

  @Test
  void adamWDecaysWeightsByFourThousandths() {
    assertThat(adamW(1e-3)).isEqualTo(adam(1e-3).weightDecay(0.004));
  }

  @Test
  void everyOptimizerFindsTheBottomOfABowl() {
    for (var optimizer : ALL) {
      var rule = optimizer.rule();
      float[] w = {3, -2};
      float[][] slots = slots(rule, 2);
      for (int i = 0; i < 400; i++) {
        float[] g = {2 * w[0], 0.2f * w[1]};
        rule.apply(w, g, slots, 2, rule.scalars(optimizer.rateAt(i), i));
      }
      // adadelta and adagrad slow down by design; all have come most of the way from 9.4
      assertThat(w[0] * w[0] + 0.1f * w[1] * w[1]).as("%s", optimizer).isLessThan(0.2f);
    }
  }

  @Test
  void onlyTheFirstElementsChange() {
    for (var optimizer : ALL) {
      var rule = optimizer.weightDecay(0.1).rule();
      float[] w = {1, 1, 1};
      float[][] slots = slots(rule, 3);
      rule.apply(w, new float[] {1, 1, 1}, slots, 2, rule.scalars(0.1, 0));
      assertThat(w[0]).as("%s", optimizer).isNotEqualTo(1).isEqualTo(w[1]);
      assertThat(w[2]).as("%s", optimizer).isEqualTo(1);
      for (int s = 0; s < slots.length; s++) {
        assertThat(slots[s][2]).as("%s", optimizer).isEqualTo(rule.initial(s));
      }
    }
  }

  @Test
  void nadamsMomentumProductFollowsFromTheStepAlone() {
    double product = 1;
    for (int t = 1; t <= 3000; t++) {
      double now = 0.999 * (1 - 0.5 * Math.pow(0.96, t));
      double next = 0.999 * (1 - 0.5 * Math.pow(0.96, t + 1));
      product *= now;
      float[] scalars = nadam(1).beta1(0.999).scalars(1, t - 1);
      // float rounding, and the rounding of t double products
      assertThat((double) scalars[0] * (1 - product * next) / next).isCloseTo(1, within(1e-6));
      assertThat((double) scalars[1] * (1 - product) / (1 - now)).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void decayDividesTheLearningRateByStepsDone() {
    var optimizer = sgd(0.2).momentum(0.9).decay(0.01);
    assertThat(optimizer.rateAt(0)).isEqualTo(0.2);
    assertThat(optimizer.rateAt(100)).isCloseTo(0.1, within(1e-15));
    assertThat(optimizer.rateAt(300)).isCloseTo(0.05, within(1e-15));
    assertThat(optimizer.learningRate(0.4).rateAt(100)).isCloseTo(0.2, within(1e-15));
  }

  @Test
  void theLearningRateMayBeASchedule() {
    assertThat(sgd(Schedules.exponentialDecay(1, 1, 0.5)).rateAt(3)).isEqualTo(0.125);
    assertThat(sgd(step -> 1.0 / (1 + step)).rateAt(3)).isEqualTo(0.25);
  }

  @Test
  void optionsFollowInAnyOrderAndChangeNothingElse() {
    assertThat(sgd(0.2).momentum(0.9).nesterov().decay(0.01).clipNorm(1))
        .isEqualTo(sgd(0.5).clipNorm(1).decay(0.01).nesterov().momentum(0.9).learningRate(0.2));
    assertThat(rmsprop(1).rho(0.8).momentum(0.1).epsilon(1e-3).centered())
        .isEqualTo(rmsprop(1).centered().epsilon(1e-3).momentum(0.1).rho(0.8));
    assertThat(adam(1).beta1(0.8).beta2(0.9).epsilon(1e-3).amsgrad())
        .isEqualTo(adam(1).amsgrad().epsilon(1e-3).beta2(0.9).beta1(0.8));
    assertThat(nadam(1).beta1(0.8).beta2(0.9).epsilon(1e-3))
        .isEqualTo(nadam(1).epsilon(1e-3).beta2(0.9).beta1(0.8));
    assertThat(adamax(1).beta1(0.8).beta2(0.9).epsilon(1e-3))
        .isEqualTo(adamax(1).epsilon(1e-3).beta2(0.9).beta1(0.8));
    assertThat(adagrad(1).start(0.2).epsilon(1e-3)).isEqualTo(adagrad(1).epsilon(1e-3).start(0.2));
    assertThat(adadelta(1).rho(0.2).epsilon(1e-3)).isEqualTo(adadelta(1).epsilon(1e-3).rho(0.2));
  }

  @Test
  void slotsAreOnlyThoseInUse() {
    assertThat(ALL.stream().map(UpdateRule::slots))
        .containsExactly(0, 1, 1, 1, 2, 2, 3, 2, 3, 2, 2, 2, 1, 2);
  }

  @Test
  void wrongHyperparametersAreRejected() {
    assertThatThrownBy(() -> sgd(-0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            learningRate: expected a finite number of at least 0, got -0.1.
              Fix: pass 0 or more.\
            """);
    assertThatThrownBy(() -> adam(Double.NaN)).hasMessageContaining("got NaN");
    assertThatThrownBy(() -> sgd(0.1).momentum(1))
        .hasMessage(
            """
            sgd.momentum: expected a number of at least 0 and below 1, got 1.0.
              Fix: pass the share of the old value to keep, e.g. 0.9.\
            """);
    assertThatThrownBy(() -> rmsprop(0.1).rho(-1)).hasMessageContaining("rmsprop.rho: expected");
    assertThatThrownBy(() -> nadam(0.1).beta1(1.5)).hasMessageContaining("nadam.beta1: expected");
    assertThatThrownBy(() -> adam(0.1).epsilon(0)).hasMessageContaining("adam.epsilon: expected");
    assertThatThrownBy(() -> sgd(0.1).decay(-1)).hasMessageContaining("decay: expected");
    assertThatThrownBy(() -> sgd(0.1).clipNorm(0))
        .hasMessageContaining("clipNorm: expected a number above 0, got 0.0.");
  }

  /// The parameter after each step, from `start`, in float.
  private static float[] run(Tunable<?> optimizer, float start, float... gradients) {
    var rule = optimizer.rule();
    float[] w = {start};
    float[][] slots = slots(rule, 1);
    var path = new float[gradients.length];
    for (int i = 0; i < gradients.length; i++) {
      float[] g = {gradients[i]};
      rule.apply(w, g, slots, 1, rule.scalars(optimizer.rateAt(i), i));
      path[i] = w[0];
    }
    return path;
  }

  private static float[][] slots(UpdateRule rule, int count) {
    var slots = new float[rule.slots()][count];
    for (int s = 0; s < slots.length; s++) {
      java.util.Arrays.fill(slots[s], rule.initial(s));
    }
    return slots;
  }

  private static float[] append(float[] values, float last) {
    var longer = java.util.Arrays.copyOf(values, values.length + 1);
    longer[values.length] = last;
    return longer;
  }
}
