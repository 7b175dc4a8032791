// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.testkit.GoldenLoss;
import io.fovea.testkit.Goldens;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LossesGoldenTest {
  static Stream<Arguments> losses() {
    return Engines.all().stream()
        .filter(engine -> engine.availability().available())
        .flatMap(engine -> GoldenLoss.keras().stream().map(loss -> Arguments.of(loss, engine)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void lossesAreKerasOnes(GoldenLoss golden, Engine engine) {
    golden.check(engine);
  }

  @Test
  void everyGoldenLossIsChecked() {
    assertThat(GoldenLoss.keras().stream().map(GoldenLoss::name).toList())
        .containsExactlyInAnyOrderElementsOf(
            Goldens.keras().names("losses").stream()
                .filter(name -> !name.equals("inputs"))
                .toList());
  }
}
