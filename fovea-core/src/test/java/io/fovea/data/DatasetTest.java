// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.augment.Augmentation;
import io.fovea.augment.Augmentations;
import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DatasetTest {
  /// Example i is the number i; so is its label.
  private static Dataset counting(int size) {
    return Dataset.of(
        Tensor.generate(Shape.of(size, 1, 1, 1), i -> i), Tensor.generate(Shape.of(size), i -> i));
  }

  private static List<Integer> visited(Dataset data, long seed, int epoch) {
    var visited = new ArrayList<Integer>();
    try (Batches batches = data.openBatches(4, seed, epoch, 0, 0)) {
      while (batches.next()) {
        for (int i = 0; i < batches.count(); i++) {
          visited.add((int) batches.images()[i]);
        }
      }
    }
    return visited;
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  void describesItself() {
    Dataset data = counting(5).classes(5).shuffle();
    assertThat(data.size()).isEqualTo(5);
    assertThat(data.exampleShape()).isEqualTo(Shape.of(1, 1, 1));
    assertThat(data.classes()).isEqualTo(5);
    assertThat(data.classNames()).containsExactly("0", "1", "2", "3", "4");
    assertThat(data.batches(2)).isEqualTo(3);
    assertThat(data.batchSize()).isEqualTo(32);
    assertThat(data.batch()).isEmpty();
    assertThat(data.batch(7).shuffle().batch()).hasValue(7);
    assertThat(data.batch(7).batchSize()).isEqualTo(7);
    assertThat(data.label(3)).isEqualTo(3);
    assertThat(data.example(4)).isEqualTo(Tensor.of(Shape.of(1, 1, 1), 4));
    assertThat(data).hasToString("Dataset[5 x [1, 1, 1], 5 classes, shuffled]");
  }

  @Test
  void takeAndSkipCutTheFixedOrder() {
    assertThat(visited(counting(10).take(3), 1, 0)).isEqualTo(range(0, 3));
    assertThat(visited(counting(10).take(30), 1, 0)).isEqualTo(range(0, 10));
    assertThat(visited(counting(10).skip(8), 1, 0)).isEqualTo(range(8, 10));
    assertThat(visited(counting(10).shuffle().skip(4).take(3), 1, 0))
        .containsExactlyInAnyOrder(4, 5, 6);
  }

  @Test
  void splitsAreExactAndCoverEverything() {
    for (int size : new int[] {7, 8, 10, 31, 100, 3670}) {
      List<Dataset> parts = counting(size).split(10, 15, 75);
      assertThat(parts.stream().mapToInt(Dataset::size).sum()).isEqualTo(size);
      var all = new ArrayList<Integer>();
      parts.forEach(part -> all.addAll(visited(part, 0, 0)));
      assertThat(all).isEqualTo(range(0, size));
    }
  }

  @Test
  void splitSizesAreThoseWorkedOutByHand() {
    // tf_flowers: 10 % of 3670 is 367; 25 % is 917.5, to even 918
    assertThat(counting(3670).split(10, 15, 75))
        .extracting(Dataset::size)
        .containsExactly(367, 551, 2752);
    assertThat(counting(8000).split(0.9, 0.1)).extracting(Dataset::size).containsExactly(7200, 800);
    assertThat(counting(10).split(1, 1, 1)).extracting(Dataset::size).containsExactly(3, 4, 3);
  }

  @Test
  void validationIsTheLastPartAsInKeras() {
    List<Dataset> parts = counting(25).shuffle().validationSplit(0.1);
    // floor(25 * 0.9) = 22
    assertThat(visited(parts.get(0), 3, 0)).containsExactlyInAnyOrderElementsOf(range(0, 22));
    assertThat(visited(parts.get(1), 3, 0)).isEqualTo(range(22, 25));
  }

  @Test
  void shufflingVisitsEachExampleOnceInAnotherOrderEachEpoch() {
    Dataset data = counting(100).shuffle();
    List<Integer> first = visited(data, 42, 0);
    assertThat(first)
        .containsExactlyInAnyOrderElementsOf(range(0, 100))
        .isNotEqualTo(range(0, 100));
    assertThat(visited(data, 42, 0)).isEqualTo(first);
    assertThat(visited(data, 42, 1))
        .containsExactlyInAnyOrderElementsOf(range(0, 100))
        .isNotEqualTo(first);
    assertThat(visited(data, 43, 0)).isNotEqualTo(first);
    assertThat(visited(data.forEvaluation(), 42, 0)).isEqualTo(range(0, 100));
  }

  @Test
  void aShuffleBufferLetsNoExampleComeTooEarly() {
    List<Integer> order = visited(counting(100).shuffle(10), 42, 0);
    assertThat(order)
        .containsExactlyInAnyOrderElementsOf(range(0, 100))
        .isNotEqualTo(range(0, 100));
    for (int i = 0; i < 100; i++) {
      // when i examples were drawn, at most i + 10 have been in the buffer
      assertThat(order.get(i)).isLessThan(i + 10);
    }
    assertThat(visited(counting(100).shuffle(1), 42, 0)).isEqualTo(range(0, 100));
    assertThat(visited(counting(10).shuffle(99), 42, 0))
        .isEqualTo(visited(counting(10).shuffle(), 42, 0));
  }

  @Test
  void mixingReordersForGood() {
    Dataset mixed = counting(50).mix(7);
    List<Integer> order = visited(mixed, 1, 0);
    assertThat(order).containsExactlyInAnyOrderElementsOf(range(0, 50)).isNotEqualTo(range(0, 50));
    assertThat(visited(mixed, 2, 5)).isEqualTo(order);
    assertThat(visited(counting(50).mix(7), 1, 0)).isEqualTo(order);
    assertThat(mixed.label(0)).isEqualTo(order.get(0).floatValue());
    assertThat(visited(mixed.take(5), 0, 0)).isEqualTo(order.subList(0, 5));
  }

  @Test
  void bytesAreReadAsFractions() {
    Dataset data =
        Dataset.of(
            Shape.of(1, 2, 1), new byte[] {0, (byte) 255, 51, (byte) 128}, new byte[] {1, 0});
    assertThat(data.example(0)).isEqualTo(Tensor.of(Shape.of(1, 2, 1), 0, 1));
    assertThat(data.example(1)).isEqualTo(Tensor.of(Shape.of(1, 2, 1), 51 / 255f, 128 / 255f));
    assertThat(data.label(0)).isEqualTo(1);
  }

  @Test
  void arraysAreCopied() {
    float[] images = {1, 2};
    float[] labels = {0, 1};
    Dataset data = Dataset.of(Shape.of(1), images, labels);
    images[0] = 9;
    labels[0] = 9;
    assertThat(data.example(0)).isEqualTo(Tensor.vector(1));
    assertThat(data.label(0)).isZero();
  }

  @Test
  void weightsFollowTheirExamples() {
    Dataset data = counting(6).skip(2).weights(0.5f, 1, 2, 4);
    var seen = new ArrayList<Float>();
    try (Batches batches = data.shuffle().openBatches(3, 9, 0, 0, 0)) {
      while (batches.next()) {
        for (int i = 0; i < batches.count(); i++) {
          // example 2 has weight 0.5, 3 has 1, ...
          assertThat(batches.weights()[i]).isEqualTo((float) Math.pow(2, batches.images()[i] - 3));
          seen.add(batches.weights()[i]);
        }
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(0.5f, 1f, 2f, 4f);
  }

  private static final Augmentation TENFOLD =
      (source, target, _) ->
          target.values()[target.offset()] = 10 * source.values()[source.offset()];

  /// Adds a random number below 1.
  private static final Augmentation NOISE =
      (source, target, rng) ->
          target.values()[target.offset()] =
              source.values()[source.offset()] + (float) rng.uniform(0) / 2;

  @Test
  void mapChangesEveryReadingAndAugmentOnlyTraining() {
    Dataset data = counting(3).map(TENFOLD).augment(NOISE);
    float[] training = values(data, 0);
    assertThat(training[1]).isBetween(10f, 10.5f).isNotEqualTo(10);
    assertThat(values(data, 1)[1]).isNotEqualTo(training[1]);
    assertThat(values(data.forEvaluation(), 0)).containsExactly(0, 10, 20);
    assertThat(data.example(2)).isEqualTo(Tensor.of(Shape.of(1, 1, 1), 20));
    assertThat(values(data.validationSplit(0.4).get(1), 0)).containsExactly(10, 20);
  }

  @Test
  void randomNumbersAreKeyedBySeedEpochExampleAndStep() {
    float noise = (float) Rng.of(11).at("augment").at(2).at(1).at(0).uniform(0) / 2;
    assertThat(values(counting(3).shuffle().augment(NOISE), 11, 2)).contains(1 + noise);
  }

  private static float[] values(Dataset data, int epoch) {
    return values(data, 5, epoch);
  }

  private static float[] values(Dataset data, long seed, int epoch) {
    var values = new float[data.size()];
    try (Batches batches = data.openBatches(data.size(), seed, epoch, 0, 0)) {
      assertThat(batches.next()).isTrue();
      System.arraycopy(batches.images(), 0, values, 0, values.length);
    }
    return values;
  }

  @Test
  void mapMayChangeTheShape() {
    Augmentation twice =
        new Augmentation() {
          @Override
          public void apply(Pixels source, Pixels target, Rng rng) {
            target.values()[target.index(0, 0)] = source.values()[source.offset()];
            target.values()[target.index(0, 1)] = source.values()[source.offset()];
          }

          @Override
          public Shape outputShape(Shape input) {
            return input.with(1, 2);
          }
        };
    Dataset data = counting(2).map(twice).map((source, target, _) -> target.copyFrom(source));
    assertThat(data.exampleShape()).isEqualTo(Shape.of(1, 2, 1));
    assertThat(data.example(1)).isEqualTo(Tensor.of(Shape.of(1, 2, 1), 1, 1));
    assertThatThrownBy(() -> counting(2).augment(twice))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "Dataset.augment: expected a step that keeps the shape [1, 1, 1], got [1, 2, 1].\n"
                + "  Fix: use map(...), which evaluation takes too.");
  }

  @Test
  void cachedExamplesAreReadOnce() {
    var source = new CountingSource(4);
    Dataset data = Dataset.from(source).map(TENFOLD).cache().augment(NOISE);
    float[] first = values(data, 0);
    assertThat(source.reads()).isEqualTo(4);
    assertThat(values(data, 0)).containsExactly(first);
    assertThat(values(data.take(2).forEvaluation(), 1)).containsExactly(0, 10);
    assertThat(source.reads()).isEqualTo(4);
  }

  @Test
  void cachedRandomNumbersDependOnNothingButTheExample() {
    float[] first = values(counting(3).map(NOISE).cache(), 1, 0);
    assertThat(values(counting(3).map(NOISE).cache(), 2, 7)).containsExactly(first);
    assertThat(first[0]).isNotZero();
  }

  @Test
  void cacheBelowAugmentIsRefused() {
    assertThatThrownBy(() -> counting(3).augment(NOISE).cache())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Dataset.cache: expected no augment() above it, which would be frozen, "
                + "got augment(...).cache().\n  Fix: call cache() before augment(...).");
  }

  @Test
  void rejectsLabelsThatAreNoClassNumbers() {
    assertThatThrownBy(() -> labelled(0, Float.NaN, 1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Dataset example 1: expected a finite label, got label NaN.\n"
                + "  Fix: correct the label.");
    String fix = ".\n  Fix: correct the label, or declare as many classes as there are.";
    assertThatThrownBy(() -> labelled(0, 1, 3).classes(3))
        .isInstanceOf(DataException.class)
        .hasMessage("Dataset example 2: expected a class number from 0 to 2, got label 3" + fix);
    assertThatThrownBy(() -> labelled(0, 1, -1).classNames("cat", "dog"))
        .hasMessage("Dataset example 2: expected a class number from 0 to 1, got label -1" + fix);
    assertThatThrownBy(() -> labelled(0.5f).classes(3))
        .hasMessage("Dataset example 0: expected a class number from 0 to 2, got label 0.5" + fix);
    assertThat(labelled(0.5f, -3).classes()).isZero();
  }

  private static Dataset labelled(float... labels) {
    return Dataset.of(Shape.of(1), new float[labels.length], labels);
  }

  @Test
  void rejectsCountsThatDoNotFit() {
    assertThatThrownBy(() -> Dataset.of(Shape.of(2), new float[6], new float[2]))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Dataset.of: expected one label per example, got 3 examples and 2 labels.\n"
                + "  Fix: pass as many labels as examples.");
    assertThatThrownBy(() -> Dataset.of(Shape.of(2), new float[5], new float[2]))
        .hasMessage(
            "Dataset.of: expected a multiple of 2 values, the size of an example [2], "
                + "got 5 values.\n  Fix: pass whole examples, one after the other.");
    assertThatThrownBy(
            () -> Dataset.of(Tensor.full(Shape.of(2, 3), 0), Tensor.full(Shape.of(3, 10), 0)))
        .hasMessage(
            "Dataset.of: expected one label per example, got 2 examples and 3 labels.\n"
                + "  Fix: pass as many labels as examples.");
    assertThatThrownBy(() -> counting(3).weights(1, 2))
        .hasMessage(
            "Dataset.weights: expected one weight per example, 3, got 2 weights.\n"
                + "  Fix: pass as many weights as examples.");
    assertThatThrownBy(() -> counting(2).weights(1, -2))
        .hasMessage(
            "Dataset.weights, weight 1: expected a finite weight of at least 0, got -2.\n"
                + "  Fix: correct the weight.");
  }

  @Test
  void rejectsEmptySets() {
    assertThatThrownBy(() -> Dataset.of(Shape.of(2), new float[0], new float[0]))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Dataset.of: expected at least 1 example, got 0 examples.\n  Fix: pass some examples.");
    String fix = "got 0 examples.\n  Fix: choose a part that holds an example.";
    assertThatThrownBy(() -> counting(3).take(0))
        .hasMessage("Dataset.take of 3: expected at least 1 example, " + fix);
    assertThatThrownBy(() -> counting(3).skip(3))
        .hasMessage("Dataset.skip of 3: expected at least 1 example, " + fix);
    assertThatThrownBy(() -> counting(3).split(0.01, 0.99))
        .hasMessage("Dataset.split, part 0 of 3: expected at least 1 example, " + fix);
    assertThatThrownBy(() -> counting(3).validationSplit(0))
        .hasMessage(
            "Dataset.validationSplit, validation part of 3: expected at least 1 example, " + fix);
    assertThatThrownBy(() -> Dataset.from(new CountingSource(0)))
        .hasMessage(
            "Dataset.from: expected at least 1 example, got 0 examples.\n"
                + "  Fix: give the source some examples.");
  }

  @Test
  void oneThreadCopiesAndSeveralRead() {
    int several = Math.min(4, Runtime.getRuntime().availableProcessors());
    Dataset memory =
        Dataset.of(Tensor.of(Shape.of(2, 1, 1, 1), 0, 0), Tensor.of(Shape.of(2), 0, 1)).classes(2);
    assertThat(memory.workers()).isEqualTo(1);
    assertThat(memory.oneHot(2).shuffle().workers()).isEqualTo(1);
    assertThat(memory.map(Augmentations.invert()).workers()).isEqualTo(several);
    assertThat(Dataset.from(new CountingSource(3)).workers()).isEqualTo(several);
    assertThat(memory.plusInputs(Dataset.from(new CountingSource(2))).workers()).isEqualTo(several);
  }
}
