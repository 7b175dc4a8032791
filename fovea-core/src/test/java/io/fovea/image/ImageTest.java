// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class ImageTest {
  private static Image gray(int width, int height, int... samples) {
    return image(width, height, 1, samples);
  }

  private static Image image(int width, int height, int channels, int... samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    return Image.of(width, height, channels, bytes);
  }

  @Test
  void samplesAreUnsignedAndRowMajor() {
    Image image = image(2, 1, 3, 1, 2, 3, 253, 254, 255);
    assertThat(image.at(1, 0, 0)).isEqualTo(253);
    assertThat(image.at(0, 0, 2)).isEqualTo(3);
    assertThat(image.shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(image).hasToString("Image[2 x 1 x 3]").isEqualTo(image(2, 1, 3, image));
  }

  private static Image image(int width, int height, int channels, Image other) {
    return Image.of(width, height, channels, other.toBytes());
  }

  @Test
  void greyIsTheSumOfWeightedColours() {
    // 0.299 * 255 = 76.2, 0.587 * 255 = 149.7, 0.114 * 255 = 29.1; white stays white
    Image image = image(4, 1, 3, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
    assertThat(image.toGray()).isEqualTo(gray(4, 1, 76, 150, 29, 255));
  }

  @Test
  void greyBecomesThreeEqualColours() {
    assertThat(gray(2, 1, 7, 200).toRgb()).isEqualTo(image(2, 1, 3, 7, 7, 7, 200, 200, 200));
  }

  @Test
  void alphaIsKeptOrOpaque() {
    Image image = image(1, 1, 4, 10, 20, 30, 0);
    assertThat(image.toTensor(4)).isEqualTo(Tensor.of(Shape.of(1, 1, 4), 10, 20, 30, 0));
    assertThat(gray(1, 1, 9).toTensor(4)).isEqualTo(Tensor.of(Shape.of(1, 1, 4), 9, 9, 9, 255));
    assertThat(image(1, 1, 3, 1, 2, 3).toTensor(4))
        .isEqualTo(Tensor.of(Shape.of(1, 1, 4), 1, 2, 3, 255));
  }

  @Test
  void tensorsHoldBytesOrFractions() {
    Image image = gray(2, 2, 0, 51, 102, 255);
    assertThat(image.toTensor(1)).isEqualTo(Tensor.of(Shape.of(2, 2, 1), 0, 51, 102, 255));
    assertThat(image.toUnitTensor(1))
        .isEqualTo(Tensor.of(Shape.of(2, 2, 1), 0, 51 / 255f, 102 / 255f, 1));
    assertThat(image.toTensor(3).shape()).isEqualTo(Shape.of(2, 2, 3));
  }

  @Test
  void resizingReadsAtHalfPixelCentres() {
    // two to four: sources -0.25, 0.25, 0.75, 1.25 of (0, 100); the outer ones repeat the border
    assertThat(gray(2, 1, 0, 100).resize(4, 1)).isEqualTo(gray(4, 1, 0, 25, 75, 100));
    // four to two: sources 0.5 and 2.5
    assertThat(gray(4, 1, 0, 10, 20, 40).resize(2, 1)).isEqualTo(gray(2, 1, 5, 30));
    // five to two without antialiasing: sources 0.75 and 3.25
    assertThat(gray(1, 5, 0, 100, 7, 40, 80).resize(1, 2)).isEqualTo(gray(1, 2, 75, 50));
  }

  @Test
  void resizingRoundsTiesToEven() {
    // the middle between 0 and 1, and between 1 and 2
    assertThat(gray(2, 1, 0, 1).resize(1, 1)).isEqualTo(gray(1, 1, 0));
    assertThat(gray(2, 1, 1, 2).resize(1, 1)).isEqualTo(gray(1, 1, 2));
  }

  @Test
  void resizingKeepsChannelsApartAndBothAxes() {
    Image image = image(2, 2, 3, 0, 10, 255, 100, 10, 255, 200, 30, 255, 60, 30, 255);
    // the middle of all four, and the constant channel stays at its largest value
    assertThat(image.resize(1, 1)).isEqualTo(image(1, 1, 3, 90, 20, 255));
    assertThat(image.resize(2, 2)).isSameAs(image);
  }

  @Test
  void resizingAConstantPictureKeepsIt() {
    byte[] samples = new byte[17 * 33];
    java.util.Arrays.fill(samples, (byte) 201);
    byte[] resized = Image.of(17, 33, 1, samples).resize(40, 9).toBytes();
    assertThat(resized).hasSize(360).containsOnly((byte) 201);
  }

  @Test
  void rejectsSamplesThatDoNotFit() {
    assertThatThrownBy(() -> Image.of(2, 2, 1, new byte[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Image.of: expected 4 samples for 2 x 2 x 1, got 3.\n"
                + "  Fix: pass one byte per pixel and channel, row by row.");
    assertThatThrownBy(() -> Image.of(2, 2, 2, new byte[8]))
        .hasMessage(
            "Image.channels: expected 1 (grey), 3 (red, green, blue) or 4 (with alpha), got 2.\n"
                + "  Fix: pass 1, 3 or 4.");
  }

  @Test
  void floatPicturesAreRoundedAndCut() {
    var floats = Pixels.of(Shape.of(1, 5, 1), new float[] {-1, 0.4f / 255, 0.6f / 255, 1, 2}, 0);
    Image image = Image.of(floats);
    assertThat(image.toBytes()).containsExactly(0, 0, 1, -1, -1);
    assertThat(image.toPixels().values()).containsExactly(0, 0, 1 / 255f, 1, 1);
  }

  @Test
  void comesFromNumbersAndGoesBack() {
    var numbers = Tensor.of(Shape.of(1, 3, 1), -0.5f, 0.501f, 7);
    Image picture = Image.ofUnitTensor(numbers);
    assertThat(picture).isEqualTo(Image.of(3, 1, 1, new byte[] {0, (byte) 128, (byte) 255}));
    Image photo = Image.of(2, 1, 3, new byte[] {1, 2, 3, 4, 5, (byte) 250});
    assertThat(Image.ofUnitTensor(photo.toUnitTensor(3))).isEqualTo(photo);
    assertThatThrownBy(() -> Image.ofUnitTensor(Tensor.vector(1)))
        .hasMessage(
            "Image.ofUnitTensor: expected one picture [H, W, C], got [1].\n"
                + "  Fix: pass one picture of a batch.");
  }
}
