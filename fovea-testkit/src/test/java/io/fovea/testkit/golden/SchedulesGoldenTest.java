// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.golden;

import static io.fovea.optim.Schedules.cosineDecay;
import static io.fovea.optim.Schedules.cosineDecayRestarts;
import static io.fovea.optim.Schedules.exponentialDecay;
import static io.fovea.optim.Schedules.inverseTimeDecay;
import static io.fovea.optim.Schedules.piecewiseConstant;
import static io.fovea.optim.Schedules.polynomialDecay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.optim.Schedule;
import io.fovea.testkit.Goldens;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SchedulesGoldenTest {
  private static final Goldens GOLDENS = Goldens.keras();

  private static final Map<String, Schedule> SCHEDULES =
      Map.of(
          "ExponentialDecay(0.1,100,0.96)", exponentialDecay(0.1, 100, 0.96),
          "ExponentialDecay_stair", exponentialDecay(0.1, 100, 0.96).staircase(),
          "PiecewiseConstantDecay([100,200],[1,.5,.1])",
              piecewiseConstant(1).after(100, 0.5).after(200, 0.1),
          "PolynomialDecay(.1,1000,.01,2)", polynomialDecay(0.1, 1000).end(0.01).power(2),
          "PolynomialDecay_cycle(.1,100,.01)", polynomialDecay(0.1, 100).end(0.01).cycle(),
          "InverseTimeDecay(.1,100,.5)", inverseTimeDecay(0.1, 100, 0.5),
          "CosineDecay(.1,1000,alpha=.1)", cosineDecay(0.1, 1000).alpha(0.1),
          "CosineDecay_warmup(0,1000,warmup_target=.1,warmup_steps=100)",
              cosineDecay(0, 1000).warmup(0.1, 100),
          "CosineDecayRestarts(.1,100)", cosineDecayRestarts(0.1, 100));

  static Stream<String> schedules() {
    return GOLDENS.names("schedules").stream();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void schedulesGiveKerasLearningRates(String name) {
    var schedule = SCHEDULES.get(name);
    assertThat(schedule).isNotNull();
    for (var step : GOLDENS.names("schedules", name)) {
      double expected = GOLDENS.number("schedules", name, step);
      // Keras works in float32: a handful of roundings of 2^-24 each, in numbers of the size of the
      // first rate; a cosine or a restart first takes a fraction of up to 15 with the same error,
      // and turns it into an angle
      assertThat(schedule.at(Long.parseLong(step)))
          .as("step %s", step)
          .isCloseTo(expected, within(schedule.at(0) * 16 * 0x1p-24 + 0.1 * 16 * 0x1p-24));
    }
  }

  @Test
  void everyGoldenScheduleIsChecked() {
    assertThat(SCHEDULES.keySet()).containsExactlyInAnyOrderElementsOf(GOLDENS.names("schedules"));
  }
}
