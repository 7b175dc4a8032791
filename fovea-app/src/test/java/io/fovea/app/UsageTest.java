// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.app.WrongUsage.assertWrong;
import static io.fovea.app.WrongUsage.assertWrongUsage;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "evaluate",
        "predict",
        "summary",
        "convert",
        "zoo",
        "scale",
        "data",
        "augment",
        "doctor"
      })
  void helpOfEachCommandShowsAnExample(String command) {
    var run = Cli.run(command, "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: fovea " + command).contains("Examples:\n  fovea ");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void helpOfTheProgramListsTheCommands() {
    var run = Cli.run("--help");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            List.of(
                "train",
                "evaluate",
                "predict",
                "summary",
                "convert",
                "zoo",
                "scale",
                "data",
                "augment",
                "doctor"));
  }

  @Test
  void versionIsOneLine() {
    var run = Cli.run("--version");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).singleElement().asString().startsWith("fovea ");
  }

  @Test
  void withoutACommandTheHelpIsShown() {
    var run = Cli.run();
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo(Cli.run("--help").out()).startsWith("Usage: fovea [");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--help", "-h", "--json"})
  void anUnknownCommandIsWrongUsageWhateverFollows(String more) {
    var args = more.isEmpty() ? new Object[] {"learn"} : new Object[] {"learn", more};
    assertWrong("fovea", "expected a command, got learn.", "'fovea --help' lists all.", args);
  }

  @Test
  void aCommandThatIsLikeAnotherNamesIt() {
    assertWrong(
        "fovea",
        "expected a command, got trian.",
        "did you mean train? 'fovea --help' lists all.",
        "trian",
        "--help");
    assertWrong(
        "fovea data",
        "expected a command, got chek.",
        "did you mean check? 'fovea data --help' lists all.",
        "data",
        "chek",
        "--help");
  }

  @Test
  void unknownOptionsAreWrongUsageAndNameTheOnesTheyAreLike() {
    assertWrong(
        "fovea train",
        "expected an option of 'fovea train', got --fast.",
        "'fovea train --help' shows all.",
        "train",
        "--fast");
    assertWrong(
        "fovea train",
        "expected an option of 'fovea train', got --epoch=3.",
        "did you mean --epochs? 'fovea train --help' shows all.",
        "train",
        "--epoch=3");
  }

  @Test
  void whatIsTooMuchIsWrongUsage() {
    assertWrongUsage("fovea zoo", "expected nothing more, got lenet5.", "zoo", "lenet5");
  }

  @Test
  void helpFitsNarrowTerminalsAndEveryTextIsASentence() {
    for (int columns : new int[] {20, 55, 63, 80, 200}) {
      var line = Main.line(new Console(System.out, System.err, false), false);
      Help.tidy(line, columns);
      assertHelp(line, Math.clamp(columns, 55, 80));
    }
  }

  private static void assertHelp(CommandLine line, int columns) {
    var usage = line.getCommandSpec().usageMessage();
    var name = line.getCommandSpec().qualifiedName();
    assertThat(usage.description()).as(name).allMatch(text -> text.endsWith("."));
    for (var option : line.getCommandSpec().options()) {
      // more lines than one would not be indented alike
      assertThat(option.description()).as(name + " " + option.longestName()).hasSizeLessThan(2);
      assertThat(String.join("", option.description()))
          .as(name + " " + option.longestName())
          .matches(text -> option.hidden() || text.endsWith("."));
    }
    assertThat(line.getUsageMessage(CommandLine.Help.Ansi.OFF).lines())
        .as(name)
        .allMatch(text -> text.length() <= columns || text.startsWith("  fovea "));
    line.getSubcommands().values().forEach(command -> assertHelp(command, columns));
  }

  @Test
  void aSourceTreeHasMoreCommands() {
    assertThat(Cli.run("--help").out()).doesNotContain("  example ", "  java ", "  bench ");
    System.setProperty("fovea.sources", "true");
    try {
      assertThat(Cli.run("--help").out()).contains("  example ", "  java ", "  bench ");
    } finally {
      System.clearProperty("fovea.sources");
    }
  }

  @Test
  void optionsWithoutEffectAreWrongUsage(@TempDir Path folder) throws IOException {
    var heap = Painted.folder(folder.resolve("heap"), 2, 5);
    var divided = folder.resolve("divided");
    Painted.folder(divided.resolve("train"), 2, 5);
    Painted.folder(divided.resolve("test"), 2, 5);
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--split': expected none for %s, which has parts, got 10,15,75."
            .formatted(divided),
        "train",
        "--data",
        divided.toString(),
        "--split",
        "10,15,75");
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--validation': expected none for %s, which --split"
                .formatted(heap)
            + " TEST,VAL,TRAIN divides, got 0.2.",
        "train",
        "--data",
        heap.toString(),
        "--validation",
        "0.2");
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--out': expected a folder, got none.",
        "train",
        "--out=");
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--epochs': expected none together with --resume, as a run keeps"
            + " its settings, got 9.",
        "train",
        "--resume",
        "--epochs",
        "9");
  }

  @Test
  void unknownNetworkIsWrongUsage() {
    assertWrong(
        "fovea train",
        "Invalid value for option '--model': expected a network of the zoo, got lenet6.",
        "did you mean lenet5? 'fovea zoo' lists all.",
        "train",
        "--model",
        "lenet6");
  }

  @Test
  void unknownDataSetIsWrongUsage() {
    assertWrong(
        "fovea train",
        "Invalid value for option '--data': expected a data set or a folder of pictures, got"
            + " fashion.",
        "did you mean fashion-mnist? 'fovea data list' lists all.",
        "train",
        "--data",
        "fashion");
  }

  @Test
  void aNetworkForColorNeedsData() {
    assertWrong(
        "fovea train",
        "expected --data with pictures in color for alexnet, got mnist10k, whose pictures are"
            + " gray.",
        "name a folder of pictures, --data flowers/, or one of 'fovea data list'.",
        "train",
        "--model",
        "alexnet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"predict x.png", "evaluate"})
  void aNetworkOfTheZooAloneNeedsWeights(String command) {
    var args = new ArrayList<Object>(List.of(command.split(" ")));
    args.addAll(List.of("--model", "resnet50"));
    assertWrong(
        "fovea " + args.getFirst(),
        "Invalid value for option '--model': expected a file, a run, or a network with --weights,"
            + " got resnet50 alone.",
        "add --weights imagenet, or train it: fovea train --model resnet50.",
        args.toArray());
    args.set(args.size() - 1, "lenet5");
    assertWrong(
        "fovea " + args.getFirst(),
        "Invalid value for option '--model': expected a file, a run, or a network with --weights,"
            + " got lenet5 alone.",
        "train it: fovea train --model lenet5.",
        args.toArray());
    args.set(args.size() - 1, "resnet5");
    assertWrong(
        "fovea " + args.getFirst(),
        "Invalid value for option '--model': expected a file, a run, or a network with --weights,"
            + " got resnet5.",
        "did you mean resnet50, resnet50-v2 or resnet50-v1.5? 'fovea zoo' lists all.",
        args.toArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--gmacs=1e9",
        "--gmacs=NaN",
        "--megabytes=1e9",
        "--phi=1e9",
        "--phi=-1",
        "--alpha=1e9",
        "--grid-step=1e-9",
        "--grid=0"
      })
  void scalesOutsideOfReasonAreWrongUsage(String option) {
    var run = Cli.run("scale", option);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("expected a number from ");
  }

  @Test
  void unknownEngineIsWrongUsage() {
    var run = Cli.run("train", "--engine", "steam");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("fovea train: Invalid value for option '--engine': expected one of [")
        .contains("reference], got steam.");
  }

  @Test
  void predictNeedsAPicture() {
    assertWrongUsage("fovea predict", "Missing required parameter: 'PICTURE'.", "predict");
  }

  @Test
  void summaryOfAnUnknownWordIsWrongUsage() {
    assertWrong(
        "fovea summary",
        "expected a model file or a network of the zoo, got lenet6.",
        "did you mean lenet5? 'fovea zoo' lists all.",
        "summary",
        "lenet6");
  }

  @Test
  void convertNeedsTwoFiles() {
    assertWrongUsage("fovea convert", "Missing required parameter: 'OUT'.", "convert", "a.keras");
  }
}
