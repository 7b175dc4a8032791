// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CompoundScalingTest {

  @Test
  void phi0IsTheBase() {
    assertThat(CompoundScaling.PAPER.scaled(EfficientNet.B0, 0)).isEqualTo(EfficientNet.B0);
  }

  @Test
  void factorsArePowers() {
    // 1.2^2, 1.1^2, 224 x 1.15^2 = 296.24 and 37 x 8 = 296
    var network = CompoundScaling.PAPER.scaled(EfficientNet.B0, 2);
    assertThat(network.depth()).isCloseTo(1.44, within(1e-12));
    assertThat(network.width()).isCloseTo(1.21, within(1e-12));
    assertThat(network.resolution()).isEqualTo(296);
  }

  @Test
  void thePapersFactorsAreAmongTheCandidates() {
    // 1.2 x 1.21 x 1.3225 = 1.92
    assertThat(CompoundScaling.PAPER.growth()).isCloseTo(1.92027, within(1e-5));
    var candidates = CompoundScaling.candidates(0.05, 0.1);
    assertThat(candidates).contains(CompoundScaling.PAPER);
    assertThat(candidates).allMatch(c -> Math.abs(c.growth() - 2) <= 0.1);
    // on a grid of 1/2 only 2 x 1 x 1 has the product 2
    assertThat(CompoundScaling.candidates(0.5, 0.1)).containsExactly(new CompoundScaling(2, 1, 1));
  }

  @Test
  void aBudgetLimitsPhi() {
    // 224 x 1.15^phi, as a multiple of 8, stays at 256 up to phi = ln(260 / 224) / ln 1.15 = 1.066
    assertThat(CompoundScaling.PAPER.largestPhi(EfficientNet.B0, EfficientNet::resolution, 256))
        .isEqualTo(1);
    assertThatThrownBy(
            () -> CompoundScaling.PAPER.largestPhi(EfficientNet.B0, EfficientNet::resolution, 100))
        .hasMessage(
            "CompoundScaling.largestPhi: expected a budget of at least what the base costs, 224.0,"
                + " got 100.0.\n  Fix: choose a larger budget or a smaller base.");
  }

  @Test
  void factorsBelow1AreRefused() {
    assertThatThrownBy(() -> new CompoundScaling(0.9, 1.1, 1.15))
        .hasMessage(
            "CompoundScaling: expected factors alpha, beta and gamma from 1 to 2, got 0.9, 1.1 and"
                + " 1.15.\n  Fix: pass e.g. 1.2, 1.1 and 1.15.");
  }
}
