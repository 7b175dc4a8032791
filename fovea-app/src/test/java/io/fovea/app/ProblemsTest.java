// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.error.FoveaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemsTest {
  static Stream<Throwable> anyProblem() {
    return Stream.of(
        new NumberFormatException("For input string: \"x\""),
        new InvalidPathException("a\u0000b", "Nul character not allowed"),
        new ArithmeticException("integer overflow"),
        new MalformedInputException(1),
        new UncheckedIOException(new MalformedInputException(1)),
        new IOException("Input/output error"),
        new IOException(),
        new FileSystemException("/x/y", null, "No space left on device"),
        new FileSystemException("/x/y"),
        new IllegalArgumentException("Comparison method violates its general contract!"),
        new IllegalStateException(),
        new NullPointerException(),
        new ArrayIndexOutOfBoundsException("Index 7 out of bounds for length 3"),
        new ClassCastException("class A cannot be cast to class B"),
        new OutOfMemoryError("Java heap space"),
        new StackOverflowError(),
        new NoClassDefFoundError("io/fovea/Missing"),
        new UnsatisfiedLinkError("no dnnl"),
        new AssertionError("never"),
        new IllegalArgumentException(
            FoveaException.format("x".repeat(60_000), "y", "z\u001b[2J\n".repeat(9_000), "do it.")),
        new IllegalArgumentException(
            FoveaException.format("a", "b", "c", "read this ".repeat(6_000))));
  }

  @ParameterizedTest
  @MethodSource("anyProblem")
  void everyProblemIsASentenceThatCanBeShown(Throwable problem) {
    var text = Problems.sentence(problem);
    assertThat(text).matches("\\P{Cntrl}+\\n  Fix: \\P{Cntrl}+").hasSizeLessThanOrEqualTo(400);
    assertThat(text.chars().filter(Character::isISOControl)).containsExactly((int) '\n');
    assertThat(text.lines()).hasSize(2);
  }

  @Test
  void whatTheJdkSaysIsNoSentenceOfOurs() {
    assertThat(Problems.sentence(new NumberFormatException("For input string: \"x\"")))
        .isEqualTo(
            "fovea: expected a number, got text that is none.\n"
                + "  Fix: correct it where it stands.");
    assertThat(Problems.sentence(new OutOfMemoryError("Java heap space")))
        .isEqualTo(
            "fovea: expected enough memory, got OutOfMemoryError (Java heap space).\n"
                + "  Fix: give it more, FOVEA_JAVA_OPTS=-Xmx8g, or less to do: a smaller --batch.");
    assertThat(Problems.sentence(new FileSystemException("/x/y", null, "No space left on device")))
        .isEqualTo(
            "/x/y: expected a file that can be read and written, got 'No space left on device'.\n"
                + "  Fix: check permissions and free space.");
    assertThat(Problems.sentence(new InvalidPathException("caf\ufffd", "Malformed input")))
        .startsWith("fovea: expected a path that this system can write, got caf")
        .contains("as LC_ALL=C.UTF-8; this one is ");
  }

  @Test
  void aShortSentenceStaysAsItIs() {
    var text =
        FoveaException.format("a.png", "a picture", "none: " + "é".repeat(50), "replace it.");
    assertThat(Problems.sentence(new IllegalArgumentException(text))).isEqualTo(text);
  }

  @Test
  void aLongFixIsWholeWhereThereIsRoom() {
    var text = FoveaException.format("a", "b", "c", "x".repeat(300));
    assertThat(Problems.sentence(new IllegalArgumentException(text))).isEqualTo(text);
  }

  @Test
  void numbersAndPathsOfOptionsHaveTheirSentence() {
    for (var args :
        List.of(
            List.of("train", "--seed", "x"),
            List.of("train", "--epochs", "99999999999"),
            List.of("train", "--lr", "fast"),
            List.of("predict", "--top", "1.5", "a.png"),
            List.of("predict", "a\u0000.png"))) {
      var run = Cli.run(args.toArray());
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains(": expected ").doesNotContain("Exception", "java.");
    }
  }
}
