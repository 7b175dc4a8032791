// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.app.WrongUsage.assertWrong;
import static io.fovea.app.WrongUsage.assertWrongUsage;

import org.junit.jupiter.api.Test;

/// What `fovea train` says of options that cannot be.
class TrainUsageTest {
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
        "Invalid value for option '--epochs': expected a whole number, got many.",
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
        "Invalid value for option '--size': expected none for mnist10k, whose pictures have one"
            + " size and parts of their own, got 64.",
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
        "behind --then-unfreeze: Invalid value for option '--epochs': expected a whole number, got"
            + " many.",
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
        "Invalid value for option '--feature-cache': expected a base that --freeze-base freezes,"
            + " got none.",
        "train",
        "--feature-cache");
  }

  @Test
  void imagenetWeightsAreNotPublishedForEveryNetwork() {
    assertWrong(
        "fovea train",
        "Invalid value for option '--weights': expected a file, as nobody published weights from"
            + " imagenet for this network, got resnet18.",
        "did you mean resnet50, resnet101 or resnet152? 'fovea zoo' marks those with weights.",
        "train",
        "--model",
        "resnet18",
        "--weights",
        "imagenet");
  }
}
