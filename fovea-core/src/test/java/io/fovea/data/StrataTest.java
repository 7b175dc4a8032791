// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StrataTest {
  /// So many examples of each class.
  private static Dataset classes(int... sizes) {
    int n = Arrays.stream(sizes).sum();
    float[] labels = new float[n];
    for (int c = 0, at = 0; c < sizes.length; at += sizes[c++]) {
      Arrays.fill(labels, at, at + sizes[c], c);
    }
    return Dataset.of(Shape.of(1), new float[n], labels).classes(sizes.length);
  }

  @Test
  void stratifiedPartsHoldEachClassInItsShare() {
    int[] sizes = {633, 898, 641, 699, 799};
    Dataset data = classes(sizes);
    List<Dataset> parts = data.mix(1).splitStratified(10, 15, 75);
    assertThat(parts.stream().map(Dataset::size)).containsExactly(367, 551, 2752);
    double[] shares = {0.1, 0.15, 0.75};
    int[] sums = new int[5];
    for (int k = 0; k < 3; k++) {
      int[] counts = parts.get(k).classCounts();
      for (int c = 0; c < 5; c++) {
        sums[c] += counts[c];
        assertThat((double) counts[c]).isCloseTo(sizes[c] * shares[k], within(2.0));
      }
    }
    assertThat(sums).containsExactly(sizes);
    assertThat(data.split(10, 15, 75).stream().map(Dataset::size)).containsExactly(367, 551, 2752);
    assertThatThrownBy(() -> Dataset.of(Shape.of(1), new float[2], new float[2]).splitStratified(1))
        .hasMessage(
            "Dataset.splitStratified: expected labels that are class numbers, got labels without"
                + " classes.\n  Fix: declare them with classes(...) or classNames(...).");
  }

  /// Recorded with the rule that knew no least number: large classes are divided as they were.
  @Test
  void largeClassesAreDividedAsTheyWereBeforeSmallOnesGotTheirShare() {
    List<Dataset> parts = classes(633, 898, 641, 699, 799).splitStratified(10, 15, 75);
    assertThat(parts.get(0).classCounts()).containsExactly(63, 90, 64, 70, 80);
    assertThat(parts.get(1).classCounts()).containsExactly(95, 135, 96, 105, 120);
    assertThat(parts.get(2).classCounts()).containsExactly(475, 673, 481, 524, 599);
  }

  @Test
  void everyClassOfThreeOrMoreIsInEachOfThreeParts() {
    for (int round = 0; round < 300; round++) {
      var rng = Rng.of(round);
      int[] sizes =
          IntStream.range(0, 1 + rng.below(0, 12)).map(c -> 3 + rng.below(c + 1, 20)).toArray();
      double[] shares =
          round % 2 == 0 ? new double[] {10, 15, 75} : new double[] {75, 5 + round % 7, 10};
      List<Dataset> parts = classes(sizes).mix(round).splitStratified(shares);
      int[] sums = new int[sizes.length];
      for (Dataset part : parts) {
        int[] counts = part.classCounts();
        for (int c = 0; c < sizes.length; c++) {
          assertThat(counts[c]).as("class of %d, round %d", sizes[c], round).isPositive();
          sums[c] += counts[c];
        }
      }
      assertThat(sums).containsExactly(sizes);
    }
  }

  @Test
  void classesOfFewerAreInThePartsOfTheLargestShares() {
    List<Dataset> parts = classes(1, 2, 30).splitStratified(10, 15, 75);
    assertThat(parts.get(0).classCounts()).containsExactly(0, 0, 3);
    assertThat(parts.get(1).classCounts()).startsWith(0, 1);
    assertThat(parts.get(2).classCounts()).startsWith(1, 1);
  }

  @Test
  void partsDoNotOverlapAndKeepTheirOrder() {
    var data = Dataset.of(Shape.of(1), new float[9], new float[] {0, 1, 0, 1, 0, 1, 0, 1, 0});
    List<Dataset> parts = data.classes(2).splitStratified(1, 1, 2);
    assertThat(parts.stream().map(Dataset::size)).containsExactly(2, 2, 5);
    assertThat(parts.get(2).label(0)).isEqualTo(0);
  }

  @Test
  void anEmptyPartIsRefused() {
    assertThatThrownBy(() -> classes(1, 1).splitStratified(1, 1, 8))
        .hasMessage(
            "Dataset.splitStratified, part 0 of 2: expected at least 1 example, got 0 examples.\n"
                + "  Fix: choose a part that holds an example.");
  }
}
