// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import static io.fovea.augment.keras.ImageDataGenerator.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.augment.Augmentations;
import io.fovea.augment.Fill;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ImageDataGeneratorTest {
  private static final Tensor PICTURES =
      Tensor.generate(Shape.of(40, 2, 2, 2), i -> 10 * Rng.of(3).uniform(i) + (i % 2 == 0 ? 0 : 5));
  private static final Tensor NUMBERS = Tensor.generate(Shape.of(40), i -> i);

  private static float[] transformed(
      ImageDataGenerator generator, KerasTransform transform, Shape shape, float... values) {
    Pixels target = Pixels.allocate(shape);
    generator.applyTransform(Pixels.of(shape, values, 0), target, transform);
    return target.values();
  }

  private static float[] standardized(ImageDataGenerator generator) {
    return generator
        .flow(PICTURES, NUMBERS)
        .noShuffle()
        .batchSize(40)
        .open()
        .next()
        .images()
        .toArray();
  }

  @Test
  void heightShiftsMoveRowsAndOnlyKeras3MovesColumns() {
    Shape shape = Shape.of(2, 2, 1);
    var up = KerasTransform.affine(0, 1, 0, 0, 1, 1);
    assertThat(transformed(PLAIN, up, shape, 1, 2, 3, 4)).containsExactly(3, 4, 3, 4);
    assertThat(transformed(PLAIN.legacy(KerasAxes.KERAS_2_8), up, shape, 1, 2, 3, 4))
        .containsExactly(3, 4, 3, 4);
    assertThat(transformed(PLAIN.legacy(KerasAxes.KERAS_3), up, shape, 1, 2, 3, 4))
        .containsExactly(2, 2, 4, 4);
  }

  @Test
  void changesOfValuesFollowKeras() {
    Shape shape = Shape.of(1, 3, 1);
    var shift = new KerasTransform(0, 0, 0, 0, 1, 1, true, false, 30, Double.NaN);
    // clipped to the picture's own 10..50, then turned
    assertThat(transformed(PLAIN, shift, shape, 10, 40, 50)).containsExactly(50, 50, 40);
    var bright = new KerasTransform(0, 0, 0, 0, 1, 1, false, false, 0, 1.5);
    // whole levels: 10.9 counts as 10; 200 * 1.5 ends at 255
    assertThat(transformed(PLAIN, bright, shape, 10.9f, 41, 200)).containsExactly(15, 61, 255);
    // -5..5 is spread over 0..255, where 0 becomes 127.5, cut to 127, times 1.5 = 190.5, cut to 190
    assertThat(transformed(PLAIN, bright, shape, -5, 0, 5))
        .containsExactly(new float[] {-5, 190 / 25.5f - 5, 5}, Offset.offset(1e-5f));
    var old = PLAIN.legacy(KerasAxes.KERAS_2_8);
    assertThat(transformed(old, bright, shape, -5, 0, 5)).containsExactly(0, 190, 255);
  }

  @Test
  void statisticsThatWereNotLearnedAreRefused() {
    String none =
        "ImageDataGenerator: expected statistics learned from pictures, got none.\n"
            + "  Fix: call fit(images) behind all options and use the generator that it returns.";
    for (var generator :
        new ImageDataGenerator[] {
          PLAIN.featurewiseCenter(), PLAIN.featurewiseStdNormalization(), PLAIN.zcaWhitening(1e-6)
        }) {
      assertThatThrownBy(() -> standardized(generator)).hasMessage(none);
      assertThatThrownBy(generator::augmentation).hasMessage(none);
    }
    var late = PLAIN.featurewiseCenter().fit(PICTURES).zcaWhitening(1e-6);
    assertThatThrownBy(() -> standardized(late))
        .hasMessageStartingWith("ImageDataGenerator: expected a whitening matrix learned from");
    var gray = PLAIN.featurewiseCenter().fit(Tensor.generate(Shape.of(2, 3, 3, 1), i -> i));
    assertThatThrownBy(() -> standardized(gray))
        .hasMessageStartingWith(
            "ImageDataGenerator: expected pictures of 1 channels, as fit(images) had, got 2");
  }

  /// Keras' range is what positions are multiplied by, ours is the magnification of the content.
  @Test
  void zoomRangeIsTheReciprocalOfZoom() {
    Tensor picture = Tensor.generate(Shape.of(9, 9, 1), i -> (i * 37 % 101) / 100f);
    for (double magnification : new double[] {0.5, 1.25, 2}) {
      var ours =
          Augmentations.zoom(magnification, magnification).apply(picture, Rng.of(1)).toArray();
      var keras =
          PLAIN
              .zoomRange(1 / magnification, 1 / magnification)
              .fillMode(Fill.constant(0))
              .rescale(1.0 / 255)
              .augmentation()
              .apply(picture, Rng.of(1))
              .toArray();
      // bilinear weights from positions in float
      assertThat(keras).containsExactly(ours, Offset.offset(1e-4f));
    }
  }

  @Test
  void featurewiseStatisticsCenterAndScaleEachChannel() {
    float[] values = standardized(PLAIN.featurewiseStdNormalization().fit(PICTURES));
    for (int c = 0; c < 2; c++) {
      double sum = 0;
      double squares = 0;
      for (int i = c; i < values.length; i += 2) {
        sum += values[i];
        squares += values[i] * values[i];
      }
      // 160 float values around 1, each rounded to 1e-7
      assertThat(sum / 160).isEqualTo(0, Offset.offset(1e-5));
      assertThat(squares / 160).isEqualTo(1, Offset.offset(1e-5));
    }
  }

  /// A flip makes `[3, 1]` of `[1, 3]` for about half of the rounds.
  @Test
  void statisticsCanBeThoseOfChangedPictures() {
    Tensor one = Tensor.of(Shape.of(1, 1, 2, 1), new float[] {1, 3});
    var generator = PLAIN.horizontalFlip().zcaWhitening(1);
    int rounds = 64;
    var random = new NumPyRandom(9);
    int flips = 0;
    for (int i = 0; i < rounds; i++) {
      flips += generator.draw(Shape.of(1, 2, 1), random).flipHorizontal() ? 1 : 0;
    }
    // centred rows are (-1, 1) or (1, -1): the only singular value is sqrt(64 * 2), and whitening
    // multiplies by sqrt(64) / (that + epsilon), however many rows were flipped
    float expected = (float) (8 / (Math.sqrt(128) + 1));
    float[] white =
        generator
            .fit(one, rounds, 9)
            .flow(one, Tensor.of(Shape.of(1), new float[] {0}))
            .seed(9)
            .open()
            .next()
            .images()
            .toArray();
    assertThat(Math.abs(white[0])).isCloseTo(expected, Offset.offset(1e-5f));
    assertThat(white[0] + white[1]).isCloseTo(0, Offset.offset(1e-5f));
  }

  @Test
  void samplewiseStatisticsAreThoseOfOnePicture() {
    Tensor one = Tensor.of(Shape.of(1, 1, 2, 1), new float[] {1, 3});
    var batch =
        PLAIN.samplewiseStdNormalization().flow(one, Tensor.of(Shape.of(1), new float[] {0}));
    assertThat(batch.open().next().images().toArray())
        .containsExactly(new float[] {-1, 1}, Offset.offset(2e-6f));
  }

  @Test
  void whiteningMakesPixelsUncorrelated() {
    for (var axes : KerasAxes.values()) {
      float[] values = standardized(PLAIN.legacy(axes).zcaWhitening(1e-9).fit(PICTURES));
      for (int a = 0; a < 8; a++) {
        for (int b = 0; b < 8; b++) {
          double product = 0;
          for (int i = 0; i < 40; i++) {
            product += values[i * 8 + a] * values[i * 8 + b];
          }
          // the matrix is held in float32: 8 products of values up to 5, each 6e-8 off
          assertThat(product / 40).isEqualTo(a == b ? 1 : 0, Offset.offset(2e-5));
        }
      }
    }
  }

  @Test
  void standardizationKeepsKerasOrder() {
    var generator =
        PLAIN
            .rescale(0.5)
            .preprocessingFunction(
                picture -> Tensor.generate(picture.shape(), i -> picture.toArray()[i] + 4));
    Tensor one = Tensor.of(Shape.of(1, 1, 1, 1), new float[] {2});
    assertThat(generator.flow(one, one).open().next().images().toArray()).containsExactly(3);
  }

  @Test
  void theFirstPartIsForValidation() {
    var flow =
        PLAIN
            .validationSplit(0.25)
            .flow(PICTURES, NUMBERS)
            .ignoreClassSplit()
            .sampleWeight(Tensor.generate(Shape.of(40), i -> 2 * i))
            .noShuffle()
            .batchSize(16);
    assertThat(flow.validation().batches()).isEqualTo(1);
    assertThat(flow.validation().open().next().labels().toArray())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(flow.training().batches()).isEqualTo(2);
    var training = flow.training().open();
    var first = training.next();
    assertThat(first.labels().toArray()[0]).isEqualTo(10);
    assertThat(first.weights().toArray()[15]).isEqualTo(2 * 25);
    assertThat(training.next().labels().toArray()).hasSize(14);
    assertThat(training.next().labels().toArray()[0]).isEqualTo(10);
  }

  @Test
  void theSameSeedGivesTheSameBatches() {
    var generator =
        PLAIN.rotationRange(40).heightShiftPixels(2).widthShiftChoices(List.of(0.25, 0.5));
    var flow = generator.flow(PICTURES, NUMBERS).batchSize(7).seed(5);
    var first = flow.open();
    var second = flow.open();
    for (int i = 0; i < 12; i++) {
      var batch = first.next();
      var again = second.next();
      assertThat(again.images().toArray()).containsExactly(batch.images().toArray());
      assertThat(again.labels().toArray()).containsExactly(batch.labels().toArray());
    }
  }

  @Test
  void asAStepOfADataSetItSeesLevels() {
    var half = PLAIN.brightnessRange(0.5, 0.5);
    Pixels unit = Pixels.of(Shape.of(1, 2, 1), new float[] {1, 100 / 255f}, 0);
    Pixels target = Pixels.allocate(unit.shape());
    half.augmentation().apply(unit, target, Rng.of(1));
    assertThat(target.values()).containsExactly(127, 50);
    half.rescale(1.0 / 255).augmentation().apply(unit, target, Rng.of(1));
    assertThat(target.values())
        .containsExactly(new float[] {127 / 255f, 50 / 255f}, Offset.offset(1e-6f));
  }

  @Test
  void rejectsWhatMakesNoSense() {
    assertThatThrownBy(() -> PLAIN.interpolationOrder(6))
        .hasMessage(
            "ImageDataGenerator.interpolationOrder: expected 0 (nearest), 1 (bilinear) or 2 to 5"
                + " (splines), got 6.\n  Fix: pass 1.");
    assertThatThrownBy(() -> PLAIN.validationSplit(0.25).flow(PICTURES, NUMBERS).training())
        .hasMessage(
            "KerasFlow: expected the same labels in the training and in the validation part, got"
                + " 30 different ones and 10.\n  Fix: shuffle the examples before, or call"
                + " ignoreClassSplit() if it is meant.");
    assertThatThrownBy(() -> PLAIN.flow(PICTURES, NUMBERS).sampleWeight(PICTURES))
        .hasMessage(
            "KerasFlow.sampleWeight: expected a weight for each of 40 examples, got [40, 2, 2,"
                + " 2].\n"
                + "  Fix: pass a tensor [N].");
    assertThatThrownBy(() -> PLAIN.validationSplit(1))
        .hasMessage(
            "ImageDataGenerator.validationSplit: expected a fraction between 0 and 1, got 1.0.\n"
                + "  Fix: pass e.g. 0.2.");
    assertThatThrownBy(() -> PLAIN.flow(PICTURES, NUMBERS).validation())
        .hasMessage(
            "KerasFlow.validation: expected a part that is held back, got none.\n"
                + "  Fix: choose validationSplit(0.2) before flow(...).");
    assertThatThrownBy(() -> PLAIN.flow(NUMBERS, NUMBERS))
        .hasMessage(
            "ImageDataGenerator.flow: expected pictures [N, H, W, C], got [40].\n"
                + "  Fix: add the missing axes.");
  }
}
