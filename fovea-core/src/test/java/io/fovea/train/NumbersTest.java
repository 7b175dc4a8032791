// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void zeroHasNoSign() {
    assertThat(Numbers.brief(-0.0)).isEqualTo("0.0000e+00");
    assertThat(Numbers.shortest(-0.0)).isEqualTo("0.0");
    assertThat(Numbers.formatted(-0.0, ".4f")).isEqualTo("0.0000");
    assertThat(Numbers.formatted(-0.001, ".2f")).isEqualTo("0.00");
    assertThat(Numbers.formatted(-0.0, ".2e")).isEqualTo("0.00e+00");
    assertThat(Numbers.formatted(-0.01, ".2f")).isEqualTo("-0.01");
    assertThat(Numbers.brief(-1.5)).isEqualTo("-1.5000");
  }
}
