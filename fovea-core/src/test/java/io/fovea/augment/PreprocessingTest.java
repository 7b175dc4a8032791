// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
  // two pixels, 0..255: what Keras' preprocess_input makes of them was recorded with Keras 3.16
  private static final float[] BYTES = {0, 128, 255, 10, 20, 30};

  private static Tensor picture() {
    return Tensor.generate(Shape.of(1, 1, 2, 3), i -> BYTES[i] / 255);
  }

  private static void assertGives(Preprocessing preprocessing, double... expected) {
    var changed = preprocessing.apply(picture());
    for (int i = 0; i < expected.length; i++) {
      // a number from 0 to 1 is rounded to 2^-24, and scaled by up to 255; so is the result
      double tolerance = 2 * 255 * 0x1p-24;
      assertThat((double) changed.get(i)).isCloseTo(expected[i], within(tolerance));
    }
  }

  @Test
  void caffe() {
    assertGives(
        Preprocessing.CAFFE,
        151.06100463867188,
        11.221000671386719,
        -123.68000030517578,
        -73.93900299072266,
        -96.77899932861328,
        -113.68000030517578);
  }

  @Test
  void signed() {
    assertGives(
        Preprocessing.SIGNED,
        -1.0,
        0.003921627998352051,
        1.0,
        -0.9215686321258545,
        -0.843137264251709,
        -0.7647058963775635);
  }

  @Test
  void standard() {
    assertGives(
        Preprocessing.STANDARD,
        -2.1179039478302,
        0.20518219470977783,
        2.640000104904175,
        -1.9466564655303955,
        -1.6855741739273071,
        -1.2815686464309692);
  }

  @Test
  void bytesAndUnit() {
    assertGives(Preprocessing.BYTES, 0, 128, 255, 10, 20, 30);
    assertThat(Preprocessing.UNIT.apply(picture())).isEqualTo(picture());
  }

  @Test
  void picturesOfADataSetAreChangedAlike() {
    var source = Pixels.of(Shape.of(1, 2, 3), picture().toArray(), 0);
    var target = Pixels.of(Shape.of(1, 2, 3), new float[8], 2);
    Preprocessing.CAFFE.apply(source, target, Rng.of(0));
    assertThat(target.values())
        .startsWith(0, 0)
        .endsWith(Preprocessing.CAFFE.apply(picture()).toArray());
  }

  @Test
  void namesAreFoundAndGreyPicturesRefused() {
    assertThat(Preprocessing.named("caffe")).isEqualTo(Preprocessing.CAFFE);
    assertThatThrownBy(() -> Preprocessing.named("tf"))
        .hasMessage(
            "Preprocessing.named: expected one of [unit, bytes, signed, caffe, standard], got tf.\n"
                + "  Fix: check the name.");
    assertThatThrownBy(() -> Preprocessing.STANDARD.outputShape(Shape.of(28, 28, 1)))
        .hasMessage(
            "Preprocessing.STANDARD: expected pictures in color [H, W, 3], got [28, 28, 1].\n"
                + "  Fix: read them in color.");
  }
}
