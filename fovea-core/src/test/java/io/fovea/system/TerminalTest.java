// SPDX-License-Identifier: Apache-2.0
package io.fovea.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  @ParameterizedTest
  @CsvSource({"132, 132", "'', 80", "0, 80", "-5, 80", "wide, 80", "99999, 80", "12345678901, 80"})
  void whereTheSystemDoesNotTellTheEnvironmentDoes(String variable, int columns) {
    assertThat(Terminal.columns(variable)).isEqualTo(columns);
  }

  @Test
  void thereIsAlwaysAColumn() {
    assertThat(Terminal.columns()).isPositive();
  }

  @Test
  void ourSignsHaveAsciiOnesOfTheSameWidthWhereTheyCannotBeShown() {
    assertThat(Glyphs.in(StandardCharsets.US_ASCII, "┏━┓ 3 × 4 µs … naïve"))
        .isEqualTo("+=+ 3 x 4 us ~ naïve");
    // Latin-1 has the multiplication sign and micro, but no lines
    assertThat(Glyphs.in(StandardCharsets.ISO_8859_1, "│ 3 × 4 µs")).isEqualTo("| 3 × 4 µs");
    assertThat(Glyphs.in(StandardCharsets.UTF_8, "┏━┓ …")).isEqualTo("┏━┓ …");
  }
}
