package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  private static void assertWrongUsage(String command, String sentence, Object... args) {
    var run = Cli.run(args);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            command
                + ": "
                + sentence
                + "\n  Fix: '"
                + command
                + " --help' shows how it is used.\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

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
  void noCommandIsWrongUsage() {
    assertWrongUsage("fovea", "Missing command.");
  }

  @Test
  void unknownCommandIsWrongUsage() {
    assertWrongUsage(
        "fovea",
        "expected one of [train, evaluate, predict, summary, convert, zoo, scale, data, augment, doctor], got learn.",
        "learn");
  }

  @Test
  void unknownOptionIsWrongUsage() {
    assertWrongUsage("fovea train", "Unknown option: '--fast'.", "train", "--fast");
  }

  @Test
  void numberOfEpochsMustBePositive() {
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--epochs': expected a whole number of at least 1, got 0.",
        "train",
        "--epochs",
        "0");
  }

  @Test
  void numberOfEpochsMustBeANumber() {
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--epochs': 'many' is not an int.",
        "train",
        "--epochs",
        "many");
  }

  @Test
  void learningRateMustBePositive() {
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--lr': expected a number above 0, got -0.1.",
        "train",
        "--lr=-0.1");
  }

  @Test
  void validationShareMustLeaveTrainingData() {
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--validation': expected a share from 0 to below 1, got 1.0.",
        "train",
        "--validation",
        "1");
  }

  @Test
  void unknownNetworkIsWrongUsage() {
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--model': expected one of "
            + io.fovea.zoo.Zoo.names()
            + ", got lenet6.",
        "train",
        "--model",
        "lenet6");
  }

  @Test
  void unknownDataSetIsWrongUsage() {
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--data': expected one of [mnist10k, mnist, fashion-mnist,"
            + " cifar10, cifar100, tf-flowers, imagenette] or a folder of pictures, got imagenet.",
        "train",
        "--data",
        "imagenet");
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
    assertWrongUsage(
        "fovea summary",
        "expected a model file or one of " + io.fovea.zoo.Zoo.names() + ", got lenet6.",
        "summary",
        "lenet6");
  }

  @Test
  void shareOfNothingToLearnFromIsWrongUsage() {
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--split': expected shares of test, validation and training data,"
            + " as 10,15,75, got 50,50,0.",
        "train",
        "--split",
        "50,50,0");
  }

  @Test
  void aSizeNeedsPicturesOfOnesOwn() {
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--size': expected none for mnist10k, whose pictures have one size"
            + " and parts of their own, got 64.",
        "train",
        "--size",
        "64");
  }

  @Test
  void aSecondPhaseNeedsAFirstOne() {
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--then-unfreeze': expected a first phase with --freeze-base, got"
            + " none.",
        "train",
        "--model",
        "resnet18",
        "--then-unfreeze",
        "--epochs",
        "2");
  }

  @Test
  void optionsOfTheSecondPhaseAreChecked() {
    assertWrongUsage(
        "fovea train",
        "behind --then-unfreeze: Invalid value for option '--epochs': 'many' is not an int.",
        "train",
        "--freeze-base",
        "--then-unfreeze",
        "--epochs",
        "many");
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--lr': expected a number above 0, got 0.0.",
        "train",
        "--model",
        "resnet18",
        "--freeze-base",
        "--then-unfreeze",
        "--lr=0");
  }

  @Test
  void featuresNeedAFrozenBase() {
    assertWrongUsage(
        "fovea train",
        "Invalid value for option '--feature-cache': expected a base that --freeze-base freezes, got"
            + " 1.",
        "train",
        "--feature-cache");
  }

  @Test
  void imagenetWeightsAreNotPublishedForEveryNetwork() {
    var run = Cli.run("train", "--model", "resnet18", "--weights", "imagenet");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("fovea train: Invalid value for option '--weights imagenet': expected one of [")
        .contains("xception", "got resnet18.");
  }

  @Test
  void convertNeedsTwoFiles() {
    assertWrongUsage("fovea convert", "Missing required parameter: 'OUT'.", "convert", "a.keras");
  }
}
