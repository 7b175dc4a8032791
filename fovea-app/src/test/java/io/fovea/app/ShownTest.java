// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.train.Model;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What reaches a terminal, and what does not.
class ShownTest {
  @TempDir Path folder;

  private static String shown(Charset charset, String text) {
    var bytes = new ByteArrayOutputStream();
    Shown.on(new PrintStream(bytes, true, charset)).print(text);
    return bytes.toString(charset);
  }

  @Test
  void whatATerminalWouldObeyIsSpelledOut() {
    assertThat(shown(UTF_8, "a\u001b[31mb\u0007\u009bc\u007f\u0000d")) // C0 and C1
        .isEqualTo("a\\u001b[31mb\\u0007\\u009bc\\u007f\\u0000d");
    assertThat(shown(UTF_8, "cat\u202egpj.exe\u2066\u200f")) // changes of direction
        .isEqualTo("cat\\u202egpj.exe\\u2066\\u200f");
    assertThat(shown(UTF_8, "over\rwritten\u0085\u2028")).isEqualTo("over written\\u0085 ");
  }

  @Test
  void linesTabsAndLettersStay() {
    assertThat(shown(UTF_8, "naïve 日本 😀\n\tat x\r\n\n")).isEqualTo("naïve 日本 😀\n\tat x\r\n\n");
  }

  @Test
  void whatACharsetLacksIsSpelledOutAndOurSignsAreReplaced() {
    assertThat(shown(US_ASCII, "│ 3 × 4 │ naïve 😀"))
        .isEqualTo("| 3 x 4 | na\\u00efve \\ud83d\\ude00");
    assertThat(shown(ISO_8859_1, "│ 3 × 4 │ naïve 日")).isEqualTo("| 3 × 4 | naïve \\u65e5");
  }

  @Test
  void charactersMayArriveInPieces() {
    var bytes = new ByteArrayOutputStream();
    var shown = Shown.on(new PrintStream(bytes, true, UTF_8));
    for (byte b : "a日😀é\n".getBytes(UTF_8)) {
      shown.write(b);
    }
    shown.flush();
    assertThat(bytes.toString(UTF_8)).isEqualTo("a日😀é\n");
  }

  @ParameterizedTest
  @CsvSource({"US-ASCII", "UTF-8"})
  void namesThatOthersChoseAreShownAsTheyAreIn(String charset, @TempDir Path folder)
      throws IOException {
    var name = "x\u001b]0;owned\u0007.png";
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var cs = Charset.forName(charset);
    int code =
        Main.run(
            new String[] {"summary", folder.resolve(name + ".keras").toString()},
            new PrintStream(out, true, cs),
            new PrintStream(err, true, cs));
    assertThat(code).isEqualTo(1);
    assertThat(err.toString(cs)).contains("x\\u001b]0;owned\\u0007.png.keras: expected");
    assertThat(err.toString(cs).chars()).allMatch(c -> c == '\n' || c >= ' ' && c != 0x7f);
  }

  @Test
  void jsonIsAsciiWhateverTheCharset() {
    assertThat(new Json().put("label", "café 日\u202e").line())
        .isEqualToIgnoringCase("{\"label\":\"caf\\u00e9 \\u65e5\\u202e\"}");
  }

  @Test
  void resultsThatDoNotArriveAreAFailure() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var err = new ByteArrayOutputStream();
    int code =
        Main.run(
            new String[] {"zoo"},
            new PrintStream(full, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    assertThat(code).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            "fovea: expected standard output that takes the results, got one that does not.\n"
                + "  Fix: check the free space of its device.\n");
  }

  @Test
  void aReaderThatGoesAwayIsNoFailure() {
    var results =
        new Results(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    assertThat(results.isAbandoned()).isFalse();

    new PrintStream(results, true, UTF_8).println("a line");

    assertThat(results.isAbandoned()).isTrue();
  }

  @Test
  void aNameWithALineBreakStaysOnItsLine() throws IOException {
    Assumptions.assumeFalse(File.separatorChar == '\\', "Windows has no such names");
    var folder = Painted.folder(this.folder.resolve("pictures"), 2, 2);
    var odd = folder.resolve("blue").resolve("0.png\nred.png: red 100.0 %.png");
    Files.move(folder.resolve("blue").resolve("0.png"), odd);

    var predicted = Cli.run("predict", "--model", model(), odd);
    var checked = Cli.run("data", "check", folder);

    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out().lines()).hasSize(1);
    assertThat(checked.out().lines()).noneMatch(line -> line.startsWith("red.png"));
  }

  private Path model() {
    var file = folder.resolve("m.fovea");
    Model.of(input(8, 8, 3), flatten(), dense(2).softmax()).save(file);
    return file;
  }

  @Test
  void aLineOfWorkKeepsToTheTerminalAsItIsNow() {
    var bytes = new ByteArrayOutputStream();
    var columns = new AtomicInteger(80);
    var line =
        new WorkLine(
            new PrintStream(bytes, true, UTF_8), true, columns::get, "downloading", "MB", 1e6);
    line.at(0, 100_000_000);
    columns.set(20);
    line.at(100_000_000, 100_000_000);
    var draws = bytes.toString(UTF_8).replace("\n", "").split("\r");
    assertThat(draws[1]).startsWith("downloading: 0.0 of 100.0 MB").hasSizeLessThan(80);
    assertThat(draws[2]).isEqualTo("downloading: 100.0 ");
  }
}
