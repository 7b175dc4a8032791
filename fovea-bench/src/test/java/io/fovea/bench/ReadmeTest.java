// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The README, taken at its word: its commands are typed in a terminal of 80 columns, one after the
/// other in one folder, and its program is compiled and run.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadmeTest {
  private static final Path ROOT = root();
  private static final Predicate<String> TO_THE_END = _ -> false;
  private static final Predicate<String> FIRST_STEPS =
      text -> Pattern.compile("\r *[1-9][0-9]*/[0-9]+ ").matcher(text).find();
  private static final int COLUMNS = 80;

  @TempDir private static Path folder;

  @BeforeAll
  static void lookLikeTheSourceTree() throws IOException {
    Files.createSymbolicLink(folder.resolve("fovea"), ROOT.resolve("fovea"));
    Files.copy(ROOT.resolve("digit.png"), folder.resolve("digit.png"));
    for (var flower : List.of("daisy", "rose")) {
      var kind = Files.createDirectories(folder.resolve("flowers").resolve(flower));
      for (int i = 0; i < 12; i++) {
        var picture = new BufferedImage(24, 24, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(i, i, flower.equals("rose") ? 0xff0000 : 0xffffff);
        ImageIO.write(picture, "png", kind.resolve(i + ".png").toFile());
      }
    }
  }

  private static Typed type(String command, Predicate<String> stop)
      throws IOException, InterruptedException {
    assumeTrue(Typed.isPossible(), "needs `script` of util-linux");
    return Typed.in(folder, COLUMNS, "C.UTF-8", command, stop);
  }

  /// Numbers are those of another machine, and bars as long as there is room.
  private static String masked(String line) {
    return line.replaceAll("━+", "━")
        .replaceAll("[0-9][0-9.,-]*", "0")
        .replaceAll("0(us|ms|s)/step", "0/step")
        .replaceAll(" +", " ")
        .replace("reference engine", "onednn engine");
  }

  /// The screens of the README by command: what follows it, with `...` for what is left out.
  private static List<String> screen(String command) {
    var block = group(Pattern.compile("(?s)```console\n(.*?)```"));
    var lines = new ArrayList<String>();
    boolean shown = false;
    for (var line : block.lines().toList()) {
      if (line.startsWith("$ ")) {
        shown = line.equals("$ " + command);
      } else if (shown && !line.equals("...")) {
        lines.add(masked(line));
      }
    }
    assertThat(lines).as("screen of " + command).isNotEmpty();
    return lines;
  }

  private static List<String> shown(Typed typed) {
    return typed.rows().stream().map(ReadmeTest::masked).toList();
  }

  /// What is drawn over and over leaves nothing behind: each step count stands in one row.
  private static void assertNoDebris(Typed typed) {
    assertThat(typed.rows()).allMatch(row -> row.length() <= COLUMNS);
    var before = "";
    for (var row : typed.rows()) {
      if (row.matches(" *[0-9]+/[0-9]+ .*")) {
        assertThat(before).as(typed.text()).startsWith("Epoch ");
      }
      before = row.replace("^C", ""); // the terminal's echo of Ctrl-C
    }
  }

  @Test
  @Order(1)
  void trainingIsStoppedByCtrlCAndGoesOn() throws Exception {
    var begun = type("./fovea train", text -> text.contains("Epoch 2/"));
    assertThat(begun.code()).as(begun.text()).isEqualTo(130);
    assertThat(begun.text()).contains("Stopped; what was learned so far is in runs/");
    assertNoDebris(begun);
    assertThat(shown(begun)).containsSubsequence(screen("./fovea train").subList(0, 4));
    var more = type("./fovea train --resume", FIRST_STEPS);
    assertThat(more.code()).as(more.text()).isEqualTo(130);
    assertThat(more.text()).contains("Epoch 2/40", "Stopped;").doesNotContain("Epoch 1/40");
  }

  @Test
  @Order(2)
  void aFinishedTrainingEndsAsShown() throws Exception {
    var typed = type("./fovea train --epochs 2 --limit 1000", TO_THE_END);
    assertThat(typed.code()).as(typed.text()).isZero();
    assertNoDebris(typed);
    assertThat(shown(typed)).containsSubsequence(screen("./fovea train"));
  }

  @Test
  @Order(3)
  void thePictureIsPredictedAsShown() throws Exception {
    var typed = type("./fovea predict digit.png", TO_THE_END);
    assertThat(typed.code()).as(typed.text()).isZero();
    assertThat(shown(typed).getFirst()).isEqualTo(screen("./fovea predict digit.png").getFirst());
  }

  @Test
  @Order(4)
  void theExampleWritesWhatIsShown() throws Exception {
    var typed = type("./fovea example LineFilters", TO_THE_END);
    assertThat(typed.code()).as(typed.text()).isZero();
    assertThat(shown(typed)).containsSubsequence(screen("./fovea example LineFilters"));
  }

  @Test
  @Order(5)
  void picturesOfOnesOwnAreLearned() throws Exception {
    var typed =
        type("./fovea train --model resnet18 --data flowers/", text -> text.contains("Epoch 1/"));
    assertThat(typed.code()).as(typed.text()).isIn(0, 130);
    assertThat(typed.text()).contains("Training on ", "of 2 classes");
    assertNoDebris(typed);
  }

  @Test
  @Order(6)
  void everyOtherCommandRunsAsPrinted() throws Exception {
    var seen = List.of("train", "java", "predict", "example LineFilters");
    var commands =
        all(Pattern.compile("(?m)^(\\./fovea [^#\n]*)")).map(String::strip).distinct().toList();
    assertThat(commands).hasSizeGreaterThan(8);
    for (var command : commands) {
      var words = command.substring("./fovea ".length());
      if (command.contains("--weights imagenet")) {
        var typed = type(command, TO_THE_END); // no network here
        assertThat(typed.code()).as(typed.text()).isEqualTo(1);
        // longer than a row, so it goes on in the next one
        assertThat(String.join("", typed.rows()))
            .contains(": expected to download it from ", "  Fix: connect to the internet");
      } else if (words.startsWith("bench")) {
        var typed = type(command + " --turns 1 --seconds 0.1", TO_THE_END);
        assertThat(typed.code()).as(typed.text()).isZero();
      } else if (seen.stream().noneMatch(words::startsWith)) {
        var typed = type(command, TO_THE_END);
        assertThat(typed.code()).as(typed.text()).isZero();
        assertThat(typed.rows())
            .as(command)
            .allMatch(row -> row.length() < COLUMNS || row.contains(folder.toString()));
      }
    }
  }

  @Test
  @Order(7)
  void aNarrowTerminalWithoutALocaleGetsAsciiWithoutDebris() throws Exception {
    assumeTrue(Typed.isPossible(), "needs `script` of util-linux");
    var typed =
        Typed.in(
            folder,
            40,
            "C",
            "./fovea train --epochs 1 --limit 2000 --out $(printf 'na\\303\\257ve')",
            TO_THE_END);
    assertThat(typed.code()).as(typed.text()).isZero();
    assertThat(typed.text().chars()).as(typed.text()).allMatch(c -> c < 0x80);
    assertThat(typed.text()).contains("####").doesNotContain("??");
    assertThat(typed.rows().stream().filter(row -> row.matches(" *[0-9]+/[0-9]+ .*"))).hasSize(1);
    // its name is in UTF-8 whatever the locale says; this program may not be able to name it
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().matches("na.+ve"))).hasSize(1);
    }
  }

  @Test
  void everyWholeProgramOfTheDocumentationCompiles(@TempDir Path classes) throws IOException {
    var programs = new ArrayList<Path>();
    try (var guides = Files.list(ROOT.resolve("docs/guide"))) {
      for (var file : Stream.concat(Stream.of(ROOT.resolve("README.md")), guides).toList()) {
        for (var code :
            all(Files.readString(file), Pattern.compile("(?s)```java\n(.*?)```")).toList()) {
          if (code.contains("void main(")) {
            programs.add(
                Files.writeString(classes.resolve("Program" + programs.size() + ".java"), code));
          }
        }
      }
    }
    assertThat(programs).isNotEmpty();
    var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
    for (var program : programs) {
      var messages = new java.io.ByteArrayOutputStream();
      int code =
          compiler.run(
              null,
              messages,
              messages,
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"),
              program.toString());
      assertThat(code).as(messages.toString(java.nio.charset.StandardCharsets.UTF_8)).isZero();
    }
  }

  @Test
  @Order(8)
  void theProgramOfTheReadmeRuns() throws Exception {
    var code =
        group(Pattern.compile("(?s)```java\n(.*?)```"))
            .replace("epochs(10)", "epochs(1)")
            .replace(".train();", ".train().take(96);");
    assertThat(code).contains("epochs(1)", ".take(96)");
    Files.writeString(folder.resolve("Digits.java"), code);
    var typed = type("./fovea java Digits.java", TO_THE_END);
    assertThat(typed.code()).as(typed.text()).isZero();
    assertThat(folder.resolve("digits.keras")).isNotEmptyFile();
  }

  private static String group(Pattern pattern) {
    return all(pattern).findFirst().orElseThrow();
  }

  private static Stream<String> all(Pattern pattern) {
    try {
      return all(Files.readString(ROOT.resolve("README.md")), pattern);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> all(String text, Pattern pattern) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
  }

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      folder = Objects.requireNonNull(folder.getParent(), "a folder that holds LICENSE");
    }
    return folder;
  }
}
