// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What files say reaches nobody's terminal as it is.
class PrintableTest {
  @Test
  void wordsOfEveryLanguageStay() {
    assertThat(Printable.of("Blüte 花 \uD83C\uDF37 [1, 2]"))
        .isEqualTo("Blüte 花 \uD83C\uDF37 [1, 2]");
  }

  @Test
  void whatATerminalWouldObeyIsWritten() {
    assertThat(Printable.of("a\u001b[31mb\u0000\u0007\u009bc"))
        .isEqualTo("a\\u001b[31mb\\u0000\\u0007\\u009bc");
    // from right to left, no width, half a character
    assertThat(Printable.of("\u202ea\u200bb\uD83C")).isEqualTo("\\u202ea\\u200bb\\ud83c");
  }

  @Test
  void linesBecomeOne() {
    assertThat(Printable.of("a\r\nb\tc\u2028d")).isEqualTo("a  b c d");
  }

  @Test
  void theMiddleOfLongTextsIsLeftOut() {
    assertThat(Printable.of("0123456789", 10)).isEqualTo("0123456789");
    assertThat(Printable.of("0123456789", 9)).isEqualTo("012...789");
    assertThat(Printable.of("x".repeat(1 << 20) + "end", 10)).isEqualTo("xxxx...end");
    assertThat(Printable.of("\u0000".repeat(100), 20)).hasSize(20).startsWith("\\u0000\\u");
  }

  @Test
  void noCharacterIsCutInHalves() {
    var tulips = "\uD83C\uDF37".repeat(40);
    for (int most = 5; most < 40; most++) {
      assertThat(Printable.of(tulips, most).length()).isBetween(most - 2, most);
      assertThat(Printable.of(Printable.of(tulips, most))).doesNotContain("\\u");
    }
  }

  @Test
  void messagesAreBoundedAndKeepTheirFix() {
    String text = "x".repeat(60_000);
    for (String where : new String[] {"model.keras", text}) {
      for (String got : new String[] {"3 bytes", text, "\n\u001b".repeat(999)}) {
        var problem = new FormatException(where, text, got, "save the model again.");
        assertThat(problem.getMessage())
            .hasSizeLessThanOrEqualTo(FoveaException.MOST)
            .matches("[ -~]*\\n  Fix: save the model again\\.");
        assertThat(problem.got()).isEqualTo(got);
      }
    }
    assertThat(FoveaException.format(text, text, text, text))
        .hasSizeLessThanOrEqualTo(FoveaException.MOST)
        .contains(": expected x", ", got x", "\n  Fix: x");
  }

  @Test
  void aLongFixStaysWhereTheRestIsShort() {
    String fix = "do " + "this and ".repeat(30) + "that.";
    assertThat(FoveaException.format("a", "b", "c".repeat(500), fix)).endsWith("\n  Fix: " + fix);
  }
}
