// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.engine.reference.ReferenceEngine;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenCasesTest {
  @ParameterizedTest
  @MethodSource("io.fovea.testkit.GoldenCases#keras")
  void theReferenceEngineGivesKerasNumbers(GoldenCase c) {
    c.check(new ReferenceEngine());
  }

  @Test
  void everyActivationAndLayerOfTheFileHasACase() {
    var names = GoldenCases.keras().stream().map(GoldenCase::name).toList();
    var expected = new ArrayList<>(Goldens.keras().names("activations"));
    expected.addAll(Goldens.keras().names("layers"));
    // x is the input; the other two are layers of several ops, checked as layers
    expected.removeAll(java.util.List.of("x", "Normalization_weights", "LayerNormalization(1e-6)"));
    assertThat(names).containsAll(expected);
  }

  @Test
  void namesCaseAndElementAndBothNumbers() {
    var relu = GoldenCases.keras().stream().filter(c -> c.name().equals("relu")).findFirst();
    var elu = GoldenCases.keras().stream().filter(c -> c.name().equals("elu")).findFirst();
    var mixed =
        new GoldenCase(
            "mixed",
            relu.orElseThrow().inputs(),
            relu.orElseThrow().body(),
            elu.orElseThrow().expected(),
            1e-6);
    assertThatThrownBy(() -> mixed.check(new ReferenceEngine()))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "GoldenCase: mixed on reference: element [0, 0] of [1, 9]: expected"
                + " -0.9816843271255493, got 0.0, tolerance 1.0e-06");
  }
}
