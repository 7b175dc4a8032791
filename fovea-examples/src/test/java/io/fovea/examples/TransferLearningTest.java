// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.data.Datasets;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Section 7. No published weights and no photos here: what is tested is the recipe.
class TransferLearningTest {
  @TempDir Path folder;

  @Test
  void flowersGoThroughBothPhases() throws IOException {
    var printed = Printed.by(TransferFlowers::main, folder.toString(), "--smoke");
    assertThat(printed)
        .contains(
            "These flowers are drawn by a program, they are no photos.",
            "The base starts from random numbers: there is nothing to transfer.")
        .containsPattern("test accuracy: \\d+\\.\\d %");
    // Keras' Xception without top, and a dense layer from 2048 numbers to 5 classes
    assertThat(Model.load(folder.resolve("flowers.keras")).parameters())
        .isEqualTo(22_910_480 - 1000 * 2049 + 5 * 2049);
  }

  @Test
  void oneCallDoesTheSameWithCachedFeatures() throws IOException {
    assertThat(Printed.by(FlowersInOneCall::main, folder.toString(), "--smoke"))
        .contains("Epoch 20/20", "val_accuracy")
        .containsPattern("test accuracy: \\d+\\.\\d %");
  }

  @Test
  void drawnFlowersAreFiveKindsAndStay() {
    Path first = DrawnFlowers.into(folder, 2, 32);
    var files = Datasets.folder(first);
    assertThat(files.classNames())
        .containsExactly("daisy", "dandelion", "roses", "sunflowers", "tulips");
    assertThat(files.size(32, 32).dataset().classCounts()).containsExactly(2, 2, 2, 2, 2);
    assertThat(files.check().broken()).isEmpty();
    // a flower is no other flower
    var data = files.size(32, 32).dataset();
    assertThat(data.example(0)).isNotEqualTo(data.example(1)).isNotEqualTo(data.example(2));
  }

  /// The shortest budget and one seed; the program compares three budgets over five (BENCHMARKS.md):
  /// with longer budgets the gain is smaller.
  @Test
  void digitsLearnBetterFromWhatOtherDigitsTaught() {
    Path learned = TransferDigits.learned(folder.resolve("digits-0-to-4.fovea"), 11);
    var result = TransferDigits.compare(learned, 3, 11);
    assertThat(result.gain()).isGreaterThan(5);
    assertThat(result.transferred()).isGreaterThan(90);
  }
}
