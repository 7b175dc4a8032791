// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.testkit.GoldenOptimizer;
import io.fovea.testkit.Goldens;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class OptimizersGoldenTest {
  static Stream<Arguments> optimizers() {
    return Engines.all().stream()
        .filter(engine -> engine.availability().available())
        .flatMap(
            engine -> GoldenOptimizer.keras().stream().map(golden -> Arguments.of(golden, engine)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void optimizersStepAsKerasDoes(GoldenOptimizer golden, Engine engine) {
    golden.check(engine);
  }

  @Test
  void everyGoldenOptimizerIsChecked() {
    assertThat(GoldenOptimizer.keras().stream().map(GoldenOptimizer::name).toList())
        .containsExactlyInAnyOrderElementsOf(Goldens.keras().names("optimizers", "steps"));
  }
}
