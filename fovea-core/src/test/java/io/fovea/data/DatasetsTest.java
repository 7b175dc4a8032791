package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
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
}
