// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToleranceTest {
  @Test
  void growsWithTheRootOfTheTermsAndWithTheirSize() {
    double one = Tolerance.f32().bound();
    assertThat(one).isEqualTo(16 * 0x1p-23);
    assertThat(Tolerance.f32().reduction(9).magnitude(2).bound()).isEqualTo(6 * one);
    assertThat(Tolerance.f32().reduction(0).bound()).isEqualTo(one);
    assertThat(Tolerance.bf16().bound()).isEqualTo(4 * 0x1p-7);
  }

  @Test
  void letsNaNAndInfinityStandForThemselvesOnly() {
    var tolerance = Tolerance.f32().magnitude(1e9);
    double inf = Double.POSITIVE_INFINITY;
    assertThat(tolerance.accepts(Double.NaN, Double.NaN)).isTrue();
    assertThat(tolerance.accepts(inf, inf)).isTrue();
    assertThat(tolerance.accepts(inf, -inf)).isFalse();
    assertThat(tolerance.accepts(1, Double.NaN)).isFalse();
    assertThat(tolerance.accepts(Double.NaN, 1)).isFalse();
    assertThat(tolerance.accepts(0.0, -0.0)).isTrue();
  }
}
