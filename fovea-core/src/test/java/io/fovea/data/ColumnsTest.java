// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.augment.Augmentation;
import io.fovea.error.DataException;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several inputs and labels, and labels of more than one number.
final class ColumnsTest {
  /// Input k of example i is `100 k + i`, its label k is the row `[i, 10 k]`.
  private static Dataset columns(int size) {
    return Dataset.of(
        List.of(numbers(size, 0), numbers(size, 100)), List.of(rows(size, 0), rows(size, 10)));
  }

  private static Tensor numbers(int size, int offset) {
    return Tensor.generate(Shape.of(size, 1, 1, 1), i -> offset + i);
  }

  private static Tensor rows(int size, int second) {
    return Tensor.generate(Shape.of(size, 2), i -> i % 2 == 0 ? i / 2 : second);
  }

  /// All values of each example: inputs, labels, weight.
  private static List<List<Float>> examples(Dataset data, int workers) {
    var all = new ArrayList<List<Float>>();
    try (Batches batches = data.openBatches(3, 7, 1, 0, workers)) {
      while (batches.next()) {
        for (int i = 0; i < batches.count(); i++) {
          var values = new ArrayList<Float>();
          for (int k = 0; k < data.exampleShapes().size(); k++) {
            values.add(batches.images(k)[i]);
          }
          for (int k = 0; k < data.labelShapes().size(); k++) {
            int size = Math.toIntExact(data.labelShapes().get(k).elements());
            for (int j = 0; j < size; j++) {
              values.add(batches.labels(k)[i * size + j]);
            }
          }
          values.add(batches.weights()[i]);
          all.add(values);
        }
      }
    }
    return all;
  }

  private static List<Float> example(int i) {
    return List.of((float) i, 100f + i, (float) i, 0f, (float) i, 10f, 1f);
  }

  @Test
  void describesAllInputsAndLabels() {
    var data =
        Dataset.of(
            List.of(Tensor.full(Shape.of(4, 8, 8, 3), 0), Tensor.full(Shape.of(4, 5), 0)),
            List.of(Tensor.full(Shape.of(4, 1), 0), Tensor.full(Shape.of(4, 2, 3), 0)));
    assertThat(data.exampleShapes()).containsExactly(Shape.of(8, 8, 3), Shape.of(5));
    assertThat(data.labelShapes()).containsExactly(Shape.scalar(), Shape.of(2, 3));
    assertThat(data.exampleShape()).isEqualTo(Shape.of(8, 8, 3));
    assertThat(data.labelShape()).isEqualTo(Shape.scalar());
    assertThat(data).hasToString("Dataset[4 x [8, 8, 3] and [5]]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void whatBelongsTogetherStaysTogether(int workers) {
    assertThat(examples(columns(4), workers))
        .containsExactly(example(0), example(1), example(2), example(3));
    assertThat(examples(columns(10).mix(3).skip(2).shuffle(), workers))
        .hasSize(8)
        .allSatisfy(values -> assertThat(values).isEqualTo(example(values.getFirst().intValue())))
        .doesNotHaveDuplicates();
  }

  /// The second data set is cut and mixed before it joins: positions count, not numbers in a source.
  @Test
  void dataSetsJoinByPosition() {
    var left = Dataset.of(numbers(6, 0), Tensor.full(Shape.of(6), 0)).skip(3);
    var right = Dataset.of(numbers(3, 50), Tensor.of(Shape.of(3), 7, 8, 9)).mix(1);
    var joined = Dataset.together(left, right);
    assertThat(examples(joined, 0))
        .extracting(values -> values.get(1))
        .containsExactlyElementsOf(examples(right, 0).stream().map(List::getFirst).toList());
    assertThat(examples(joined, 0)).extracting(List::getFirst).containsExactly(3f, 4f, 5f);
    assertThat(examples(joined, 0))
        .allSatisfy(v -> assertThat(v.get(3)).isEqualTo(v.get(1) - 50 + 7));
  }

  @Test
  void weightsAreThoseOfTheFirst() {
    var first = Dataset.of(numbers(2, 0), Tensor.full(Shape.of(2), 0)).weights(2, 3);
    var joined = first.plusInputs(Dataset.of(numbers(2, 9), Tensor.full(Shape.of(2), 5)));
    assertThat(examples(joined, 0))
        .containsExactly(List.of(0f, 9f, 0f, 2f), List.of(1f, 10f, 0f, 3f));
  }

  /// Adds 1000 to each value.
  private static final Augmentation FAR =
      (source, target, rng) ->
          target.values()[target.offset()] = source.values()[source.offset()] + 1000;

  @Test
  void augmentationLeavesLabelsAndOtherInputsAlone() {
    var left = Dataset.of(numbers(2, 0), numbers(2, 0));
    var right = Dataset.of(numbers(2, 100), numbers(2, 100)).augment(FAR);
    var joined = Dataset.together(left, right);
    assertThat(examples(joined, 0))
        .containsExactly(List.of(0f, 1100f, 0f, 100f, 1f), List.of(1f, 1101f, 1f, 101f, 1f));
    assertThat(examples(joined.augment(FAR), 0))
        .containsExactly(List.of(1000f, 1100f, 0f, 100f, 1f), List.of(1001f, 1101f, 1f, 101f, 1f));
    assertThat(examples(joined.augment(FAR).forEvaluation(), 0))
        .containsExactly(List.of(0f, 100f, 0f, 100f, 1f), List.of(1f, 101f, 1f, 101f, 1f));
  }

  @Test
  void oneHotMakesRows() {
    var data = Dataset.of(numbers(3, 0), Tensor.of(Shape.of(3), 2, 0, 1)).oneHot(3);
    assertThat(data.labelShape()).isEqualTo(Shape.of(3));
    assertThat(data.classNames()).containsExactly("0", "1", "2");
    assertThat(data.label(0)).isEqualTo(2);
    try (Batches batches = data.openBatches(3, 0, 0, 0, 0)) {
      assertThat(batches.next()).isTrue();
      assertThat(batches.labels()).containsExactly(0, 0, 1, 1, 0, 0, 0, 1, 0);
    }
  }

  @Test
  void rowsCountAsTheirLargest() {
    var rows = Tensor.of(Shape.of(2, 3), 0, 0, 1, 0, 1, 0);
    var data = Dataset.of(numbers(2, 0), rows).classNames("a", "b", "c");
    assertThat(data.label(0)).isEqualTo(2);
    assertThat(data.label(1)).isEqualTo(1);
  }

  @Test
  void cachedLabelsKeepTheirShape() {
    var source = Dataset.of(numbers(2, 0), rows(2, 5)).map(FAR);
    assertThat(examples(source.cache(), 0)).isEqualTo(examples(source, 0));
  }

  @Test
  void rejectsWhatDoesNotFit() {
    var two = Dataset.of(numbers(2, 0), rows(2, 0));
    assertThatThrownBy(() -> two.plusInputs(columns(3)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Dataset.plusInputs: expected 2 examples to go with those of this data set, got 3"
                + " examples.\n  Fix: join data sets of the same examples in the same order, before"
                + " splitting them.");
    assertThatThrownBy(() -> two.classes(3))
        .hasMessage(
            "Dataset.classes: expected as many classes as labels [2] have numbers, got 3 classes.\n"
                + "  Fix: declare one class for each number of a label.");
    assertThatThrownBy(() -> two.oneHot(2))
        .hasMessage(
            "Dataset.oneHot: expected one class number per example, got labels of shape [2].\n"
                + "  Fix: leave it out; the labels are rows already.");
    var row = new float[] {0, 1, Float.NaN, 0};
    assertThatThrownBy(() -> Dataset.of(numbers(2, 0), Tensor.of(Shape.of(2, 2), row)))
        .hasMessage(
            "Dataset example 1: expected finite labels, got label NaN.\n"
                + "  Fix: correct the label.");
    assertThatThrownBy(() -> Dataset.of(List.of(), List.of(row(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Dataset.of: expected at least one input and one label, got 0 inputs and 1 labels.\n"
                + "  Fix: pass tensors [N, ...].");
  }

  private static Tensor row(float... values) {
    return Tensor.of(Shape.of(1, values.length), Arrays.copyOf(values, values.length));
  }
}
