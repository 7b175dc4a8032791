// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static io.fovea.augment.Augmentations.*;
import static io.fovea.augment.Changed.apply;
import static io.fovea.augment.Changed.of;
import static io.fovea.augment.Changed.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Batches;
import io.fovea.data.Dataset;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class AugmentationsTest {
  private static final Shape SQUARE = Shape.of(24, 24, 3);

  /// One of each that keeps the shape of a square picture.
  private static Map<String, Augmentation> all() {
    var all = new LinkedHashMap<String, Augmentation>();
    Stream.of(
            flipHorizontal(),
            flipVertical(),
            quarterTurns(),
            transpose(),
            symmetries(),
            shift(0.2),
            rotate(30),
            shear(20),
            zoom(0.7, 1.4),
            randomResizedCrop(24, 24),
            perspective(0.5),
            elastic(0.4, 8),
            gridDistortion(0.5, 4),
            opticalDistortion(-0.2, 0.5),
            brightness(0.5, 1.5),
            contrast(0.5, 1.5),
            gamma(0.5, 2),
            invert(),
            solarize(0.4, 0.6),
            posterize(3, 5),
            autoContrast(),
            equalize(),
            clahe(1, 4),
            saturation(0, 2),
            hue(180),
            grayscale(),
            rgbShift(0.2),
            channelShuffle(),
            channelDropout(),
            colorJitter(0.4, 0.4, 0.4, 18),
            pcaLighting(0.5),
            boxBlur(2),
            gaussianBlur(0.5, 2),
            medianBlur(1),
            motionBlur(3, 7),
            sharpen(0, 2),
            gaussianNoise(0.1),
            saltAndPepper(0.1),
            cutout(0.1),
            randomErasing(),
            coarseDropout(4),
            jpegArtifacts(10, 60),
            sequence(rotate(10), invert(), gaussianBlur(1, 1)),
            oneOf(invert(), flipVertical()),
            someOf(1, 2, invert(), hue(30), rotate(5)),
            randAugment(2, 9),
            autoAugment(),
            augMix(),
            invert().sometimes(0.5))
        .forEach(change -> all.put(change.toString(), change));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> eachWritesAllValuesWithinRangeAndRepeatsItself() {
    return all().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () -> {
                  Pixels source = picture(SQUARE);
                  for (int key = 0; key < 20; key++) {
                    float[] out = apply(entry.getValue(), source, key);
                    assertThat(source.values()).containsExactly(picture(SQUARE).values());
                    for (float value : out) {
                      assertThat(value).isBetween(0f, 1.000001f);
                    }
                    assertThat(apply(entry.getValue(), source, key)).containsExactly(out);
                    assertThat(
                            apply(
                                new Compositions.Replay(Rng.of(key).key(), entry.getValue()),
                                source,
                                9))
                        .containsExactly(out);
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> anyNumberOfWorkersGivesTheSamePixels() {
    Tensor images = Tensor.generate(Shape.of(7, 24, 24, 3), i -> Rng.of(1).uniform(i));
    Tensor labels = Tensor.generate(Shape.of(7), i -> i);
    return all().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () -> {
                  Dataset data = Dataset.of(images, labels).shuffle().augment(entry.getValue());
                  List<Float> alone = read(data, 1);
                  assertThat(read(data, 2)).isEqualTo(alone);
                  assertThat(read(data, 8)).isEqualTo(alone);
                }));
  }

  private static List<Float> read(Dataset data, int workers) {
    var values = new ArrayList<Float>();
    try (Batches batches = data.openBatches(2, 42, 3, 0, workers)) {
      while (batches.next()) {
        for (int i = 0; i < batches.count() * 24 * 24 * 3; i++) {
          values.add(batches.images()[i]);
        }
      }
    }
    return values;
  }

  @Test
  void whatHappenedToAnExampleCanBeRepeated() {
    Augmentation pipeline =
        sequence(randAugment(2, 9), oneOf(rotate(30), invert()), gaussianNoise(0.1).sometimes(0.5));
    Tensor images = Tensor.generate(Shape.of(5, 24, 24, 3), i -> Rng.of(1).uniform(i));
    Dataset data = Dataset.of(images, Tensor.generate(Shape.of(5), i -> i));
    try (Batches batches =
        data.shuffle().augment(invert()).augment(pipeline).openBatches(5, 42, 3, 0, 2)) {
      assertThat(batches.next()).isTrue();
      for (int i = 0; i < 5; i++) {
        int example = (int) batches.labels()[i];
        Pixels inverted = Pixels.allocate(SQUARE);
        invert().apply(Pixels.of(SQUARE, data.example(example).toArray(), 0), inverted, Rng.of(0));
        float[] again =
            apply(replay(Dataset.randomnessOf(42, 3, example, 1), pipeline), inverted, 99);
        int from = i * again.length;
        assertThat(Arrays.copyOfRange(batches.images(), from, from + again.length))
            .containsExactly(again);
      }
    }
  }

  @Test
  void sometimesKeepsItsShare() {
    int changed = 0;
    for (int key = 0; key < 1000; key++) {
      changed += apply(invert().sometimes(0.3), of(1, 1, 1, 0), key)[0] == 1 ? 1 : 0;
    }
    // 300 +- 5 standard deviations of sqrt(1000 * 0.3 * 0.7) = 14.5
    assertThat(changed).isBetween(227, 373);
  }

  @Test
  void rejectsWhatMakesNoSense() {
    assertThatThrownBy(() -> brightness(2, 1))
        .hasMessage(
            "Span: expected two finite numbers, the smaller one first, got 2.0, 1.0.\n"
                + "  Fix: swap the two.");
    assertThatThrownBy(() -> rotate(200))
        .hasMessage(
            "Rotate.degrees: expected numbers from -180.0 to 180.0, got -200.0 to 200.0.\n"
                + "  Fix: narrow the range.");
    assertThatThrownBy(() -> symmetries().outputShape(Shape.of(2, 3, 1)))
        .hasMessage(
            "Symmetries: expected square pictures, got examples of shape [2, 3, 1].\n"
                + "  Fix: crop or resize them to a square first.");
    assertThatThrownBy(() -> hue(10).outputShape(Shape.of(2, 3, 4)))
        .hasMessage(
            "Hue: expected pictures with 1 or 3 channels, got examples of shape [2, 3, 4].\n"
                + "  Fix: drop other channels, e.g. alpha, first.");
    assertThatThrownBy(() -> randomCrop(4, 4).outputShape(Shape.of(2, 8, 3)))
        .hasMessage(
            "RandomCrop: expected pictures of at least [4, 4, C], got examples of shape [2, 8, 3]."
                + "\n  Fix: resize or pad them first, or keep less.");
    assertThatThrownBy(() -> oneOf(pad(1), invert()).outputShape(Shape.of(2, 2, 1)))
        .hasMessage(
            "OneOf: expected changes that give the same shape, got [4, 4, 1] and [2, 2, 1].\n"
                + "  Fix: resize within the changes, or before them.");
    assertThatThrownBy(() -> pad(1).sometimes(0.5).outputShape(Shape.of(2, 2, 1)))
        .hasMessage(
            "Sometimes: expected changes that keep the shape [2, 2, 1], got [4, 4, 1].\n"
                + "  Fix: put it into a sequence of its own, where it always happens.");
  }
}
