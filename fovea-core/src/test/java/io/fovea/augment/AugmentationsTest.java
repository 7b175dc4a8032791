// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static io.fovea.augment.Augmentations.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Batches;
import io.fovea.data.Dataset;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
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

  private static Pixels picture(Shape shape) {
    Pixels pixels = Pixels.allocate(shape);
    for (int i = 0; i < pixels.elements(); i++) {
      pixels.values()[i] = (float) Rng.of(5).uniform(i);
    }
    return pixels;
  }

  private static Pixels of(int height, int width, int channels, double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Pixels.of(Shape.of(height, width, channels), floats, 0);
  }

  private static float[] apply(Augmentation change, Pixels source, long key) {
    Pixels target = Pixels.allocate(change.outputShape(source.shape()));
    Arrays.fill(target.values(), Float.NaN);
    change.apply(source, target, Rng.of(key));
    return target.values();
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
  void flipsAndTurnsAreExact() {
    Pixels source = of(2, 3, 1, 1, 2, 3, 4, 5, 6);
    assertThat(apply(flipHorizontal(), source, 0)).containsExactly(3, 2, 1, 6, 5, 4);
    assertThat(apply(flipVertical(), source, 0)).containsExactly(4, 5, 6, 1, 2, 3);
    Pixels square = of(2, 2, 1, 1, 2, 3, 4);
    assertThat(apply(transpose(), square, 0)).containsExactly(1, 3, 2, 4);
    var seen = new java.util.TreeSet<String>();
    for (int key = 0; key < 200; key++) {
      seen.add(Arrays.toString(apply(symmetries(), square, key)));
    }
    // the eight arrangements in which 1 and 4 stay opposite
    assertThat(seen).hasSize(8);
  }

  @Test
  void cropsAreExact() {
    Pixels source = of(3, 4, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertThat(apply(centerCrop(1, 2), source, 0)).containsExactly(5, 6);
    assertThat(apply(pad(1), of(1, 1, 1, 7), 0)).containsExactly(0, 0, 0, 0, 7, 0, 0, 0, 0);
    var corners = new java.util.TreeSet<Float>();
    for (int key = 0; key < 100; key++) {
      float[] part = apply(randomCrop(2, 3), source, key);
      assertThat(part)
          .containsExactly(
              part[0], part[0] + 1, part[0] + 2, part[0] + 4, part[0] + 5, part[0] + 6);
      corners.add(part[0]);
    }
    assertThat(corners).containsExactly(0f, 1f, 4f, 5f);
  }

  @Test
  void aResizedCropOfTheWholeAveragesWhatItReduces() {
    var whole = new Crops.RandomResizedCrop(1, 2, new Span(1, 1), new Span(2, 2));
    // triangles two pixels wide around 0.5 and 2.5: weights 3 3 1 and 1 3 3 of 7, by hand
    assertThat(apply(whole, of(2, 4, 1, 7, 0, 0, 14, 7, 0, 0, 14), 0))
        .containsExactly(new float[] {3, 6}, Offset.offset(1e-5f));
  }

  @Test
  void tablesAreExact() {
    Pixels levels = of(1, 4, 1, 0, 100 / 255.0, 200 / 255.0, 1);
    assertThat(apply(invert(), levels, 0))
        .containsExactly(
            of(1, 4, 1, 1, 1 - (float) (100 / 255.0), 1 - (float) (200 / 255.0), 0).values());
    assertThat(apply(posterize(1, 1), levels, 0)).containsExactly(0, 0, 128 / 255f, 128 / 255f);
    assertThat(apply(solarize(0.5, 0.5), levels, 0))
        .containsExactly(0, (float) (100 / 255.0), 1 - (float) (200 / 255.0), 0);
    assertThat(apply(autoContrast(), of(1, 3, 1, 0.25, 0.5, 0.75), 0)).containsExactly(0, 0.5f, 1);
    assertThat(apply(brightness(0.5, 0.5), of(1, 2, 1, 0.5, 1), 0)).containsExactly(0.25f, 0.5f);
    assertThat(apply(contrast(0, 0), of(1, 2, 1, 0.25, 0.75), 0)).containsExactly(0.5f, 0.5f);
    assertThat(apply(gamma(2, 2), of(1, 1, 1, 0.5), 0)).containsExactly(0.25f);
  }

  @Test
  void equalizeSpreadsLevelsAsPillowDoes() {
    // 255 values of level 10, then 255 of 20, then one of 30: step = 510 / 255 = 2; level 10
    // becomes 1 / 2 = 0, level 20 (1 + 255) / 2 = 128, level 30 (1 + 510) / 2 = 255
    double[] values = new double[511];
    Arrays.fill(values, 0, 255, 10 / 255.0);
    Arrays.fill(values, 255, 510, 20 / 255.0);
    values[510] = 30 / 255.0;
    float[] out = apply(equalize(), of(1, 511, 1, values), 0);
    assertThat(out[0]).isZero();
    assertThat(out[300]).isEqualTo(128 / 255f);
    assertThat(out[510]).isEqualTo(1f);
  }

  @Test
  void hueTurnsRedToGreenToBlue() {
    var third = new Colors.Hue(new Span(120, 120));
    assertThat(apply(third, of(1, 2, 3, 1, 0, 0, 0.25, 0.75, 0.25), 0))
        .containsExactly(new float[] {0, 1, 0, 0.25f, 0.25f, 0.75f}, Offset.offset(1e-6f));
    assertThat(apply(saturation(0, 0), of(1, 1, 3, 1, 0, 0), 0))
        .containsExactly(new float[] {0.299f, 0.299f, 0.299f}, Offset.offset(1e-6f));
  }

  /// The JDK's colors are whole bytes: half a level apart at most.
  @Test
  void hueTurnsAnyColorAsTheJdkDoes() {
    var rng = Rng.of(4);
    for (int i = 0; i < 2_000; i++) {
      int red = rng.below(4 * i, 256);
      int green = rng.below(4 * i + 1, 256);
      int blue = rng.below(4 * i + 2, 256);
      double degrees = rng.uniform(4 * i + 3, -180, 180);
      float[] hsb = Color.RGBtoHSB(red, green, blue, null);
      var turned = Color.getHSBColor((float) (hsb[0] + degrees / 360), hsb[1], hsb[2]);
      Pixels pixel = of(1, 1, 3, red / 255.0, green / 255.0, blue / 255.0);
      assertThat(apply(new Colors.Hue(new Span(degrees, degrees)), pixel, 0))
          .containsExactly(turned.getRGBColorComponents(null), Offset.offset(0.501f / 255));
    }
  }

  /// Colors are computed in runs of pixels, the last of which is short.
  @Test
  void eachPixelOfALargePictureIsChangedAsIfAlone() {
    double[] values = new double[23 * 31 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = Rng.of(5).uniform(i);
    }
    for (var change : List.of(new Colors.Hue(new Span(77, 77)), saturation(1.7, 1.7))) {
      float[] all = apply(change, of(23, 31, 3, values), 0);
      for (int i = 0; i < values.length; i += 3) {
        Pixels pixel = of(1, 1, 3, values[i], values[i + 1], values[i + 2]);
        assertThat(Arrays.copyOfRange(all, i, i + 3)).isEqualTo(apply(change, pixel, 0));
      }
    }
  }

  @Test
  void jitterIsItsFourStepsInOrder() {
    double[] values = new double[20 * 30 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = Rng.of(6).uniform(i);
    }
    var steps =
        sequence(
            new Tones.Brightness(new Span(0.6, 1.4)),
            new Tones.Contrast(new Span(0.5, 1.5)),
            saturation(0.7, 1.3),
            hue(18));
    var jitter =
        new Colors.ColorJitter(
            new Span(0.6, 1.4), new Span(0.5, 1.5), new Span(0.7, 1.3), new Span(-18, 18));
    for (int seed = 0; seed < 5; seed++) {
      assertThat(apply(jitter, of(20, 30, 3, values), seed))
          .isEqualTo(apply(steps, of(20, 30, 3, values), seed));
      // a picture in shades of grey has no colors to change
      assertThat(apply(jitter, of(60, 30, 1, values), seed))
          .isEqualTo(apply(steps, of(60, 30, 1, values), seed));
    }
  }

  @Test
  void filtersMatchHandCalculation() {
    Pixels speck = of(3, 3, 1, 0, 0, 0, 0, 0.9, 0, 0, 0, 0);
    assertThat(apply(boxBlur(1), speck, 0)[4]).isEqualTo(0.1f, Offset.offset(1e-6f));
    assertThat(apply(medianBlur(1), speck, 0)).containsOnly(0f);
    // smooth gives 5 / 13 of the speck; factor 2 is as far beyond the picture
    assertThat(apply(sharpen(0, 0), speck, 0)[4]).isEqualTo(0.9f * 5 / 13, Offset.offset(1e-6f));
    var level = new Filters.MotionBlur(new Span(3, 3), new Span(0, 0));
    assertThat(apply(level, speck, 0))
        .containsExactly(new float[] {0, 0, 0, 0.3f, 0.3f, 0.3f, 0, 0, 0}, Offset.offset(1e-6f));
  }

  @Test
  void medianIsTheMiddleOfTheSortedWindow() {
    Pixels source = picture(Shape.of(9, 9, 1));
    for (int radius = 1; radius <= 3; radius++) {
      float[] window = new float[(2 * radius + 1) * (2 * radius + 1)];
      for (int i = 0; i < window.length; i++) {
        int y = 4 - radius + i / (2 * radius + 1);
        window[i] = source.values()[source.index(y, 4 - radius + i % (2 * radius + 1))];
      }
      Arrays.sort(window);
      assertThat(apply(medianBlur(radius), source, 0)[source.index(4, 4)])
          .isEqualTo(window[window.length / 2]);
    }
  }

  @Test
  void plainJpegBlocksSurviveTheBestQuality() {
    Pixels source = picture(Shape.of(16, 17, 3));
    float[] best = apply(jpegArtifacts(100, 100), source, 0);
    float[] worst = apply(jpegArtifacts(5, 5), source, 0);
    double near = 0;
    double far = 0;
    for (int i = 0; i < best.length; i++) {
      // steps of 1 in each of 64 orthonormal frequencies move a value by less than 8 / 2 levels of
      // a plane; blue takes 1.772 of its plane and one of light
      assertThat(best[i]).isEqualTo(source.values()[i], Offset.offset(4 * 2.8f / 255));
      near += Math.abs(best[i] - source.values()[i]);
      far += Math.abs(worst[i] - source.values()[i]);
    }
    assertThat(far).isGreaterThan(10 * near);
  }

  @Test
  void masksBoxesAndPointsFollow() {
    Pixels mask = of(2, 4, 1, 1, 0, 0, 0, 0, 0, 0, 2);
    Sample sample =
        Sample.of(picture(Shape.of(2, 4, 3)))
            .mask(mask)
            .boxes(List.of(new Box(0, 0, 1, 1, 7)))
            .points(List.of(new KeyPoint(0.5, 0.5, true)));
    Sample flipped = sequence(flipHorizontal(), invert()).apply(sample, Rng.of(1));
    assertThat(flipped.mask().orElseThrow().values()).containsExactly(0, 0, 0, 1, 2, 0, 0, 0);
    assertThat(flipped.boxes()).containsExactly(new Box(3, 0, 4, 1, 7));
    assertThat(flipped.points()).containsExactly(new KeyPoint(3.5, 0.5, true));
    Sample cropped = centerCrop(2, 2).apply(sample, Rng.of(1));
    assertThat(cropped.boxes()).isEmpty();
    assertThat(cropped.points()).containsExactly(new KeyPoint(-0.5, 0.5, false));
  }

  @TestFactory
  Stream<DynamicTest> theWayBackLeadsBack() {
    return Stream.of(
            rotate(30),
            shear(20),
            zoom(0.7, 1.4),
            shift(0.1),
            perspective(0.5),
            elastic(0.2, 16),
            gridDistortion(0.5, 4),
            opticalDistortion(-0.2, 0.5),
            RandomAffine.IDENTITY.maxShear(0.3))
        .map(change ->
            DynamicTest.dynamicTest(
                change.toString(),
                () -> {
                  for (int key = 0; key < 20; key++) {
                    Warp warp = change.draw(Shape.of(60, 80, 3), Rng.of(key)).warp();
                    Point from = warp.source(50, 20);
                    Point to = warp.target(from.x(), from.y());
                    assertThat(to.x()).isEqualTo(50, Offset.offset(1e-6));
                    assertThat(to.y()).isEqualTo(20, Offset.offset(1e-6));
                    double[] xs = new double[80];
                    double[] ys = new double[80];
                    warp.row(20, xs, ys);
                    assertThat(xs[50]).isEqualTo(from.x(), Offset.offset(1e-9));
                    assertThat(ys[50]).isEqualTo(from.y(), Offset.offset(1e-9));
                  }
                }));
  }

  @Test
  void perspectiveShowsTheCornersWhereTheyWereDrawn() {
    var warp =
        Projective.fromQuadrangle(
            11, 21, new Point(1, 2), new Point(19, 1), new Point(18, 9), new Point(2, 8));
    assertThat(warp.source(1, 2).x()).isEqualTo(0, Offset.offset(1e-9));
    assertThat(warp.source(1, 2).y()).isEqualTo(0, Offset.offset(1e-9));
    assertThat(warp.source(18, 9).x()).isEqualTo(20, Offset.offset(1e-9));
    assertThat(warp.source(18, 9).y()).isEqualTo(10, Offset.offset(1e-9));
    assertThat(warp.source(19, 1).x()).isEqualTo(20, Offset.offset(1e-9));
    assertThat(warp.source(2, 8).y()).isEqualTo(10, Offset.offset(1e-9));
  }

  @Test
  void fillModesAreThoseOfSciPy() {
    // positions and results of a row of 4, as in Keras' reference
    assertThat(Fill.WRAP.fold(-0.5, 4)).isEqualTo(2.5);
    assertThat(Fill.WRAP.fold(-3, 4)).isEqualTo(3);
    assertThat(Fill.WRAP.fold(3.25, 4)).isEqualTo(0.25);
    assertThat(Fill.REFLECT.fold(-1, 4)).isZero();
    assertThat(Fill.REFLECT.fold(-2, 4)).isEqualTo(1);
    assertThat(Fill.REFLECT.fold(4, 4)).isEqualTo(3);
    assertThat(Fill.REFLECT.fold(-8, 4)).isZero();
    assertThat(Fill.NEAREST.fold(9, 4)).isEqualTo(3);
    assertThat(Fill.BLACK.fold(3.01, 4)).isNaN();
    assertThat(Fill.WRAP.fold(5, 1)).isZero();
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
