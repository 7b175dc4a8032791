// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import static io.fovea.optim.Schedules.constant;
import static io.fovea.optim.Schedules.cosineDecay;
import static io.fovea.optim.Schedules.cosineDecayRestarts;
import static io.fovea.optim.Schedules.exponentialDecay;
import static io.fovea.optim.Schedules.inverseTimeDecay;
import static io.fovea.optim.Schedules.piecewiseConstant;
import static io.fovea.optim.Schedules.polynomialDecay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class SchedulesTest {
  private static final Offset<Double> ROUNDING = within(1e-15);

  @Test
  void constantStays() {
    assertThat(constant(0.1).at(0)).isEqualTo(constant(0.1).at(1_000_000_000_000L)).isEqualTo(0.1);
  }

  @Test
  void exponentialDecayHalvesEverySoOften() {
    var schedule = exponentialDecay(1, 10, 0.25);
    assertThat(schedule.at(0)).isEqualTo(1);
    assertThat(schedule.at(5)).isCloseTo(0.5, ROUNDING);
    assertThat(schedule.at(20)).isCloseTo(0.0625, ROUNDING);
    assertThat(schedule.staircase().at(19)).isEqualTo(0.25);
  }

  @Test
  void inverseTimeDecayDividesByAGrowingNumber() {
    var schedule = inverseTimeDecay(1, 10, 1);
    assertThat(schedule.at(5)).isCloseTo(1 / 1.5, ROUNDING);
    assertThat(schedule.at(10)).isEqualTo(0.5);
    assertThat(schedule.staircase().at(19)).isEqualTo(0.5);
  }

  @Test
  void piecesIncludeTheirBoundary() {
    var schedule = piecewiseConstant(1).after(100, 0.5).after(200, 0.1);
    assertThat(schedule.at(100)).isEqualTo(1);
    assertThat(schedule.at(101)).isEqualTo(0.5);
    assertThat(schedule.at(200)).isEqualTo(0.5);
    assertThat(schedule.at(201)).isEqualTo(0.1);
  }

  @Test
  void polynomialDecayEndsAtItsEnd() {
    var schedule = polynomialDecay(1, 10).end(0.2).power(2);
    assertThat(schedule.at(5)).isCloseTo(0.8 * 0.25 + 0.2, ROUNDING);
    assertThat(schedule.at(10)).isEqualTo(0.2);
    assertThat(schedule.at(11)).isEqualTo(0.2);
  }

  @Test
  void cyclesAreLongerEachTime() {
    var schedule = polynomialDecay(1, 10).end(0).cycle();
    assertThat(schedule.at(0)).isEqualTo(1);
    assertThat(schedule.at(10)).isEqualTo(0);
    assertThat(schedule.at(15)).isCloseTo(0.25, ROUNDING); // 15 of 20
    assertThat(schedule.at(20)).isEqualTo(0);
    assertThat(schedule.at(21)).isCloseTo(0.3, ROUNDING); // 21 of 30
  }

  @Test
  void cosineDecayFallsToAFractionOfItsStart() {
    var schedule = cosineDecay(2, 10).alpha(0.1);
    assertThat(schedule.at(0)).isEqualTo(2);
    assertThat(schedule.at(5)).isCloseTo(2 * (0.9 * 0.5 + 0.1), ROUNDING);
    assertThat(schedule.at(10)).isCloseTo(0.2, ROUNDING);
    assertThat(schedule.at(1000)).isCloseTo(0.2, ROUNDING);
  }

  @Test
  void cosineDecayWarmsUpFirst() {
    var schedule = cosineDecay(0, 10).warmup(1, 4);
    assertThat(schedule.at(0)).isEqualTo(0);
    assertThat(schedule.at(3)).isEqualTo(0.75);
    assertThat(schedule.at(4)).isEqualTo(1);
    assertThat(schedule.at(9)).isCloseTo(0.5, ROUNDING);
    assertThat(schedule.at(14)).isCloseTo(0, ROUNDING);
  }

  @Test
  void restartsComeAfterDoubledWaves() {
    var schedule = cosineDecayRestarts(1, 10).heightFactor(0.5);
    assertThat(schedule.at(5)).isCloseTo(0.5, ROUNDING);
    assertThat(schedule.at(10)).isEqualTo(0.5);
    assertThat(schedule.at(20)).isCloseTo(0.25, ROUNDING);
    assertThat(schedule.at(30)).isEqualTo(0.25);
    // the start of wave 20 is exact, where a logarithm would fall short of it
    assertThat(cosineDecayRestarts(1, 10).at(10L * ((1 << 20) - 1))).isEqualTo(1);
  }

  @Test
  void restartsMayKeepTheirLength() {
    var schedule = cosineDecayRestarts(1, 10).lengthFactor(1).heightFactor(0.5).alpha(0.1);
    assertThat(schedule.at(5)).isCloseTo(0.9 * 0.5 + 0.1, ROUNDING);
    assertThat(schedule.at(10)).isCloseTo(0.9 * 0.5 + 0.1, ROUNDING);
    assertThat(schedule.at(10_000_000_000L)).isCloseTo(0.1, ROUNDING);
  }

  @Test
  void wrongNumbersAreRejected() {
    assertThatThrownBy(() -> exponentialDecay(0.1, 0, 0.9))
        .hasMessage(
            """
            exponentialDecay.steps: expected a number of steps of at least 1, got 0.
              Fix: pass 1 or more.\
            """);
    assertThatThrownBy(() -> piecewiseConstant(1).after(10, 0.5).after(10, 0.1))
        .hasMessage(
            """
            piecewiseConstant: expected rising boundaries, got [10, 10].
              Fix: name the earlier boundary first.\
            """);
    assertThatThrownBy(() -> cosineDecay(-1, 10))
        .hasMessageContaining("cosineDecay.initial: expected a finite number of at least 0");
    assertThatThrownBy(() -> cosineDecayRestarts(1, 10).lengthFactor(0.5))
        .hasMessageContaining("cosineDecayRestarts.lengthFactor: expected a finite number of at");
  }
}
