// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class DatasetsTest {
  @Test
  void mnist10kIsInsideTheLibrary() {
    TrainTest digits = Datasets.mnist10k();
    assertThat(digits.train())
        .hasToString("Dataset[8000 x [28, 28, 1], 10 classes]")
        .extracting(Dataset::exampleShape)
        .isEqualTo(Shape.of(28, 28, 1));
    assertThat(digits.test()).hasToString("Dataset[2000 x [28, 28, 1], 10 classes]");
    assertThat(digits.train().classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void mnist10kHoldsDigits() {
    Dataset train = Datasets.mnist10k().train();
    int[] counts = new int[10];
    double ink = 0;
    for (int i = 0; i < train.size(); i++) {
      counts[(int) train.label(i)]++;
    }
    for (int i = 0; i < 500; i++) {
      Tensor digit = train.example(i);
      assertThat(digit.at(0, 0, 0)).as("corner of digit %d", i).isZero();
      float most = digit.get(digit.argMax(0, digit.elements()));
      assertThat(most).as("ink of digit %d", i).isBetween(0.5f, 1f);
      for (int p = 0; p < digit.elements(); p++) {
        ink += digit.get(p);
      }
    }
    // MNIST's digits are between 9 % (fives) and 11.2 % (ones); 8,000 of them stay within 1.5 %
    for (int count : counts) {
      assertThat(count).isBetween(600, 1020);
    }
    // MNIST's mean pixel is 0.1307; that of 500 digits differs by chance by about 0.002
    assertThat(ink / 500 / 784).isBetween(0.12, 0.14);
  }

  @Test
  void aRowSaysWhatTheDataSetHolds() {
    var row = Datasets.entry("mnist10k").orElseThrow();
    var digits = Datasets.mnist10k();
    assertThat(row.train()).isEqualTo(digits.train().size());
    assertThat(row.test()).isEqualTo(digits.test().size());
    assertThat(row.classes()).isEqualTo(digits.train().classes());
    assertThat(row.picture()).contains(digits.train().exampleShape());
    assertThat(row.isBuiltIn() && row.isHere()).isTrue();
    assertThat(row.fetch()).isEqualTo(10_000);
  }

  @Test
  void rowsAreFoundByNamesAsPeopleWriteThem() {
    for (var row : Datasets.entries()) {
      assertThat(Datasets.entry(row.name().toUpperCase(Locale.ROOT)).orElseThrow().name())
          .isEqualTo(row.name());
    }
    assertThat(Datasets.entry("CIFAR-10").orElseThrow().name()).isEqualTo("cifar10");
    assertThat(Datasets.entry("cifar_100").orElseThrow().name()).isEqualTo("cifar100");
    assertThat(Datasets.entry("mnist20k")).isEmpty();
  }
}
