// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClassesOfDataTest {
  /// Example i is the number i, of class i modulo 4: a, b, c or d.
  private static final Dataset DATA =
      Dataset.of(
              Tensor.generate(Shape.of(12, 1, 1, 1), i -> i),
              Tensor.generate(Shape.of(12), i -> i % 4))
          .classNames("a", "b", "c", "d");

  private static List<Integer> examples(Dataset data) {
    return IntStream.range(0, data.size()).mapToObj(i -> (int) data.example(i).get(0)).toList();
  }

  private static List<Integer> labels(Dataset data) {
    return IntStream.range(0, data.size()).mapToObj(i -> (int) data.label(i)).toList();
  }

  @Test
  void onlySomeClassesAreNumberedAnewInTheOrderGiven() {
    Dataset data = DATA.only("d", "a");
    assertThat(data.classNames()).containsExactly("d", "a");
    assertThat(examples(data)).containsExactly(0, 3, 4, 7, 8, 11);
    assertThat(labels(data)).containsExactly(1, 0, 1, 0, 1, 0);
    assertThat(data.classCounts()).containsExactly(3, 3);
  }

  @Test
  void onlyActsOnPartsAndFurtherChoices() {
    Dataset data = DATA.skip(4).only("b", "c", "d").only("d").take(1);
    assertThat(examples(data)).containsExactly(7);
    assertThat(labels(data)).containsExactly(0);
    assertThat(data.oneHot(1).labelShape()).isEqualTo(Shape.of(1));
  }

  @Test
  void takePerClassTakesTheFirstOfEach() {
    assertThat(examples(DATA.takePerClass(2))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(examples(DATA.only("c", "b").takePerClass(1))).containsExactly(1, 2);
    assertThat(DATA.takePerClass(100).size()).isEqualTo(12);
  }

  @Test
  void keepsWeights() {
    float[] weights = new float[12];
    weights[2] = 5;
    assertThat(DATA.weights(weights).only("c").size()).isEqualTo(3);
    try (var batches = DATA.weights(weights).only("c").openBatches(3, 1, 0, 0, 0)) {
      assertThat(batches.next()).isTrue();
      assertThat(batches.weights()).startsWith(5, 0, 0);
    }
  }

  @Test
  void refusesClassesThatAreNotThere() {
    assertThatThrownBy(() -> DATA.only("a", "e"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Dataset.only: expected some of the classes [a, b, c, d], each once, as labels of one"
                + " number, got [a, e] of labels of shape [].\n"
                + "  Fix: check the names, and choose classes before oneHot().");
    assertThatThrownBy(() -> DATA.only("a", "a")).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> DATA.take(1).only("b"))
        .hasMessageStartingWith("Dataset.only [b]: expected at least 1 example, got 0 examples.");
  }
}
