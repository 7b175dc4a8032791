// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Examples.run(args, new PrintStream(out, true), new PrintStream(err, true));
  }

  /// The guide names every program once, and no other; every main class is one of them.
  @Test
  void guideListsThePrograms() throws IOException {
    var names = Examples.PROGRAMS.stream().map(Program::name).toList();
    var guide = Files.readString(root().resolve("docs/guide/chapter.md"));
    var listed =
        Pattern.compile("^\\|.*`\\./fovea example (\\w+)", Pattern.MULTILINE)
            .matcher(guide)
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(listed).containsExactlyElementsOf(names);
    var sources = root().resolve("fovea-examples/src/main/java/io/fovea/examples");
    try (var files = Files.list(sources)) {
      assertThat(
              files
                  .filter(ExamplesTest::isProgram)
                  .map(file -> file.getFileName().toString().replace(".java", "")))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  private static boolean isProgram(Path file) {
    try {
      return Files.readString(file).contains("public static void main(")
          && !file.endsWith("Examples.java");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void listsAndRuns() {
    assertThat(run()).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .contains("  LineFilters         Vertical and horizontal lines of two photos, as PNG.")
        .hasSize(2 + Examples.PROGRAMS.size())
        .allMatch(line -> line.length() < 80);
    assertThat(run("PretrainedResNet50")).isZero();
  }

  @Test
  void namesWhatThereIsForAWrongName() {
    assertThat(run("linefilter")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "fovea example: expected the name of a program, got linefilter.\n"
                + "  Fix: did you mean LineFilters? './fovea example' lists all.\n");
  }

  @Test
  void namesMayBeWrittenInAnyCase() {
    assertThat(run("receptivefields", "--smoke")).isZero();
    assertThat(run("PRETRAINEDRESNET50")).isZero();
  }

  @Test
  void helpOfEachProgramRunsNothing() {
    for (var program : Examples.PROGRAMS) {
      out.reset();
      assertThat(run(program.name(), "--help")).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .startsWith("Usage: ./fovea example " + program.name() + " [FOLDER] [--smoke]")
          .contains(program.about());
    }
    assertThat(run("LeNet5Training", "folder", "--smoke", "-h")).isZero();
    assertThat(err.size()).isZero();
  }

  @Test
  void unknownOptionsAreRefusedByEachProgram() {
    for (var program : Examples.PROGRAMS) {
      err.reset();
      assertThat(run(program.name(), "--smok")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualToNormalizingNewlines(
              "example "
                  + program.name()
                  + ": expected an option of this program, got --smok.\n"
                  + "  Fix: did you mean --smoke? './fovea example "
                  + program.name()
                  + " --help' shows all.\n");
    }
    assertThat(run("BasicNetwork", "one", "two")).isEqualTo(2);
  }

  /// Each begins with its own settings, so that it may be started by itself, too.
  @Test
  void eachProgramReadsItsSettings() throws IOException {
    for (var program : Examples.PROGRAMS) {
      var source = root().resolve("fovea-examples/src/main/java/io/fovea/examples");
      assertThat(Files.readString(source.resolve(program.name() + ".java")))
          .contains("Setting.of(\"" + program.name() + "\", args)");
    }
  }

  @Test
  void errorsAreOneSentence() {
    assertThat(run("PretrainedResNet50", "--weights=no-such-file.h5")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("no-such-file.h5: expected ")
        .hasLineCount(2);
  }

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      folder = Objects.requireNonNull(folder.getParent(), "a folder that holds LICENSE");
    }
    return folder;
  }
}
