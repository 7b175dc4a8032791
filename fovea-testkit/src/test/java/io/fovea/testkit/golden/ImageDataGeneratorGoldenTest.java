// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Fill;
import io.fovea.augment.keras.ImageDataGenerator;
import io.fovea.augment.keras.KerasAxes;
import io.fovea.augment.keras.KerasTransform;
import io.fovea.image.Pixels;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Goldens;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ImageDataGeneratorGoldenTest {
  private static final String ROOT = "image_data_generator";
  private static final Goldens KERAS = Goldens.keras();
  private static final Map<String, KerasTransform> CASES =
      Map.of(
          "rot20", KerasTransform.affine(20, 0, 0, 0, 1, 1),
          "shift", KerasTransform.affine(0, 1.25, -0.5, 0, 1, 1),
          "shear15", KerasTransform.affine(0, 0, 0, 15, 1, 1),
          "zoom", KerasTransform.affine(0, 0, 0, 0, 0.8, 1.3),
          "all", KerasTransform.affine(20, 1.25, -0.5, 15, 0.8, 1.3));
  private static final Map<String, Fill> FILLS =
      Map.of(
          "nearest", Fill.NEAREST,
          "constant", Fill.constant(-1),
          "reflect", Fill.REFLECT,
          "wrap", Fill.WRAP);

  @TestFactory
  Stream<DynamicTest> affineTransforms() {
    return CASES.keySet().stream()
        .flatMap(name -> FILLS.keySet().stream().map(fill -> name + "|" + fill))
        .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
  }

  private static void check(String name) {
    String[] words = name.split("\\|", -1);
    var shape = Shape.of(6, 5, 1);
    double[] input = KERAS.numbers(ROOT, "affine_input_6x5");
    Pixels source = Pixels.of(shape, Tensor.generate(shape, i -> input[i]).toArray(), 0);
    Pixels target = Pixels.allocate(shape);
    ImageDataGenerator.PLAIN
        .legacy(KerasAxes.KERAS_3)
        .fillMode(FILLS.get(words[1]))
        .applyTransform(source, target, CASES.get(words[0]));
    double[] expected = KERAS.numbers(ROOT, name + "|cval=-1");
    for (int i = 0; i < expected.length; i++) {
      // the source of pixel (2, 0) lies at row 2, column -5e-17: whether that is outside is a
      // matter
      // of rounding in Keras' products of matrices
      boolean onBorder = words[0].equals("shear15") && i == 10;
      if (!onBorder || words[1].equals("nearest") || words[1].equals("reflect")) {
        // goldens have 5 decimals; float32 arithmetic of values up to 100 adds 4 ulp, 3e-5
        assertThat((double) target.values()[i])
            .as("value %d", i)
            .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(3.5e-5));
      }
    }
  }

  @Test
  void theSameSeedDrawsTheSameNumbers() {
    var generator =
        ImageDataGenerator.PLAIN
            .rotationRange(30)
            .widthShiftRange(0.1)
            .heightShiftRange(0.2)
            .shearRange(10)
            .zoomRange(0.8, 1.2)
            .horizontalFlip()
            .verticalFlip()
            .channelShiftRange(20)
            .brightnessRange(0.5, 1.5);
    for (String seed : KERAS.names(ROOT, "params")) {
      var drawn = generator.randomTransform(SIZE, Integer.parseInt(seed));
      double[] expected = KERAS.numbers(ROOT, "params", seed);
      double[] got = {
        drawn.theta(),
        drawn.tx(),
        drawn.ty(),
        drawn.shear(),
        drawn.zx(),
        drawn.zy(),
        drawn.flipHorizontal() ? 1 : 0,
        drawn.flipVertical() ? 1 : 0,
        drawn.channelShift(),
        drawn.brightness()
      };
      assertThat(got).containsExactly(expected, org.assertj.core.data.Offset.offset(1e-14));
    }
  }

  /// The size whose draws the goldens hold: 0.2 of its height and 0.1 of its width.
  private static final Shape SIZE = Shape.of(8, 6, 3);

  @Test
  void permutationsAreNumPys() {
    for (String seed : KERAS.names(ROOT, "permutation10")) {
      var indices = Tensor.generate(Shape.of(10, 1, 1, 1), i -> i);
      var batch =
          ImageDataGenerator.PLAIN
              .flow(indices, Tensor.generate(Shape.of(10), i -> i))
              .batchSize(10)
              .seed(Integer.parseInt(seed))
              .open()
              .next();
      float[] expected =
          Tensor.generate(
                  Shape.of(10), i -> KERAS.numbers(ROOT, "permutation10", seed)[Math.toIntExact(i)])
              .toArray();
      assertThat(batch.labels().toArray()).containsExactly(expected);
      assertThat(batch.images().toArray()).containsExactly(expected);
    }
  }
}
