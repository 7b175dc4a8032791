// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import static io.fovea.image.Interpolation.AREA;
import static io.fovea.image.Interpolation.BICUBIC;
import static io.fovea.image.Interpolation.BILINEAR;
import static io.fovea.image.Interpolation.LANCZOS3;
import static io.fovea.image.Interpolation.NEAREST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.tensor.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ResizeTest {
  private static float[] row(Resize resize, int... samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    var target = Pixels.allocate(Shape.of(1, resize.width(), 1));
    resize.on(Image.of(bytes.length, 1, 1, bytes), target);
    return target.values();
  }

  private static Resize wide(int width, Interpolation interpolation) {
    return Resize.to(width, 1).interpolation(interpolation);
  }

  private static Image noise(int width, int height, int channels) {
    byte[] samples = new byte[width * height * channels];
    new SplittableRandom(7).nextBytes(samples);
    return Image.of(width, height, channels, samples);
  }

  @Test
  void nearestTakesThePixelUnderTheCentre() {
    // centres 0.83, 2.5, 4.17, then 0.3, 0.9, 1.5, 2.1, 2.7
    assertThat(row(wide(3, NEAREST), 1, 2, 3, 4, 5)).containsExactly(1, 3, 5);
    assertThat(row(wide(5, NEAREST), 1, 2, 3)).containsExactly(1, 1, 2, 3, 3);
  }

  @Test
  void bilinearReadsTwoPixelsOrAllWithAntialiasing() {
    assertThat(row(wide(2, BILINEAR), 0, 10, 20, 40)).containsExactly(5, 30);
    // the triangle of radius 2 about 1: shares 0.75, 0.75, 0.25 of 1.75
    assertThat(row(wide(2, BILINEAR).antialiased(), 0, 10, 20, 40))
        .containsExactly(new float[] {12.5f / 1.75f, 47.5f / 1.75f}, within(1e-5f));
    assertThat(row(wide(4, BILINEAR).antialiased(), 0, 100)).containsExactly(0, 25, 75, 100);
  }

  @Test
  void bicubicIsKeysCubicWithRenormalizedBorders() {
    // w(0.25) = 0.8671875, w(0.75) = 0.2265625, w(1.25) = -0.0703125
    float near = 100 * -0.0703125f / 0.796875f;
    float far = 100 * 0.2265625f / 1.09375f;
    assertThat(row(wide(4, BICUBIC), 0, 100))
        .containsExactly(new float[] {near, far, 100 - far, 100 - near}, within(1e-4f));
    // in the middle of six: centre 3 lies between, w(0.5) = 0.5625, w(1.5) = -0.0625
    assertThat(row(wide(1, BICUBIC), 9, 10, 20, 40, 80, 9))
        .containsExactly(new float[] {0.5625f * 60 - 0.0625f * 90}, within(1e-4f));
  }

  @Test
  void areaIsTheMeanOfWhatIsCovered() {
    assertThat(row(wide(2, AREA), 10, 20, 30, 40, 50))
        .containsExactly(new float[] {45 / 2.5f, 105 / 2.5f}, within(1e-4f));
    // two to three: the middle one covers a third of each neighbour
    assertThat(row(wide(3, AREA), 10, 40)).containsExactly(new float[] {10, 25, 40}, within(1e-4f));
  }

  @Test
  void lanczosIsTheWindowedSinc() {
    // w(0.5) = 6 / pi^2, w(1.5) = -4 / (3 pi^2), w(2.5) = 0.24 / pi^2
    double sum = 6 + 6 - 4 / 3.0 + 0.24;
    float first = (float) ((6 * 0 + 6 * 10 - 4 / 3.0 * 20 + 0.24 * 40) / sum);
    float second = (float) ((0.24 * 0 - 4 / 3.0 * 10 + 6 * 20 + 6 * 40) / sum);
    assertThat(row(wide(2, LANCZOS3), 0, 10, 20, 40))
        .containsExactly(new float[] {first, second}, within(1e-4f));
  }

  /// Both axes at once, in doubles, straight from the definition.
  private static double direct(Image image, Resize to, int x, int y, int c) {
    double sum = 0;
    double shares = 0;
    for (int row = 0; row < image.height(); row++) {
      for (int column = 0; column < image.width(); column++) {
        double share =
            share(to, row, y, image.height(), to.height())
                * share(to, column, x, image.width(), to.width())
                * (image.channels() == 4 && c < 3 ? image.at(column, row, 3) : 1);
        sum += share * image.at(column, row, c);
        shares += share;
      }
    }
    return sum / shares;
  }

  private static double share(Resize to, int pixel, int target, int in, int out) {
    double scale = (double) in / out;
    double center = (target + 0.5) * scale;
    double stretch = to.antialias() ? Math.max(1, scale) : 1;
    return switch (to.interpolation()) {
      case NEAREST -> pixel == Math.floor(center) ? 1 : 0;
      case AREA ->
          Math.max(
              0, Math.min(pixel + 1, center + scale / 2) - Math.max(pixel, center - scale / 2));
      default -> to.interpolation().weight((pixel + 0.5 - center) / stretch);
    };
  }

  /// With an alpha of at least 128: colors are divided by it, which magnifies what rounding leaves.
  private static Image seen(Image image) {
    byte[] samples = image.toBytes();
    for (int i = 3; i < samples.length; i += 4) {
      samples[i] |= (byte) 0x80;
    }
    return Image.of(image.width(), image.height(), 4, samples);
  }

  @ParameterizedTest
  @EnumSource
  void axesCombine(Interpolation interpolation) {
    for (int channels : new int[] {1, 3, 4}) {
      Image image = channels == 4 ? seen(noise(13, 11, 4)) : noise(13, 11, channels);
      for (int[] size : new int[][] {{5, 7}, {20, 4}, {1, 1}, {29, 31}, {13, 6}}) {
        for (boolean antialias : new boolean[] {false, true}) {
          var to = new Resize(size[0], size[1], interpolation, antialias, Resize.Fit.STRETCH);
          var target = Pixels.allocate(Shape.of(size[1], size[0], channels));
          to.on(image, target);
          for (int y = 0; y < size[1]; y++) {
            for (int x = 0; x < size[0]; x++) {
              for (int c = 0; c < channels; c++) {
                assertThat((double) target.values()[target.index(y, x) + c])
                    .as("%s, column %d, row %d", to, x, y)
                    .isCloseTo(direct(image, to, x, y, c), within(2e-4));
              }
            }
          }
        }
      }
    }
  }

  @Test
  void proportionsAreKeptByCuttingOrPadding() {
    Image image = noise(8, 4, 1);
    assertThat(Resize.to(2, 2).crop().on(image))
        .isEqualTo(Resize.to(2, 2).on(image.centerCrop(4, 4)));
    Image padded = Resize.to(4, 4).pad().on(image);
    assertThat(padded.crop(0, 1, 4, 2)).isEqualTo(Resize.to(4, 2).on(image));
    assertThat(padded.crop(0, 0, 4, 1).toBytes()).containsOnly(0);
    assertThat(padded.crop(0, 3, 4, 1).toBytes()).containsOnly(0);
  }

  @Test
  void overshootIsCut() {
    Image edge = Image.of(4, 1, 1, new byte[] {0, 0, (byte) 255, (byte) 255});
    byte[] samples = Resize.to(16, 1).interpolation(BICUBIC).on(edge).toBytes();
    assertThat(samples[5]).isZero();
    assertThat(samples[10]).isEqualTo((byte) 255);
  }

  @Test
  void partsOutsideAreRefused() {
    Image image = noise(8, 4, 1);
    assertThatThrownBy(() -> image.crop(5, 0, 4, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Image.crop: expected a part of a picture of 8 x 4, got 4 x 4 from column 5, row 0.\n"
                + "  Fix: choose a part inside the picture.");
    var target = Pixels.allocate(Shape.of(2, 2, 3));
    assertThatThrownBy(() -> Resize.to(2, 2).on(image, target))
        .hasMessage(
            "Resize.on target: expected [2, 2, 1], got [2, 2, 3].\n"
                + "  Fix: pass a target of this size and of the picture's channels.");
  }

  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void aPartIsResizedAsIfItWereAPictureOfItsOwn(Interpolation interpolation) {
    var part = new Part(3, 5, 17, 11);
    for (int channels : new int[] {1, 3, 4}) {
      Image image = noise(31, 23, channels);
      for (var fit : Resize.Fit.values()) {
        var resize = new Resize(7, 8, interpolation, true, fit);
        var cut = Pixels.allocate(Shape.of(8, 7, channels));
        resize.on(image.crop(part), cut);
        var inPlace = Pixels.allocate(cut.shape());
        resize.on(image, part, inPlace);
        assertThat(inPlace.values()).containsExactly(cut.values());
        // the same numbers as floats, inside a larger array
        var floats = Pixels.of(Shape.of(23, 31, channels), new float[5 + 23 * 31 * channels], 5);
        for (int i = 0; i < floats.elements(); i++) {
          floats.values()[5 + i] = image.samples()[i] & 0xFF;
        }
        resize.on(floats, part, inPlace);
        if (channels < 4) {
          assertThat(inPlace.values()).containsExactly(cut.values());
        } else {
          // channels of floats are mixed each by itself: the same without the others
          var alone = Pixels.allocate(Shape.of(8, 7, 1));
          var alpha = Pixels.allocate(Shape.of(23, 31, 1));
          for (int i = 0; i < alpha.elements(); i++) {
            alpha.values()[i] = floats.values()[5 + 4 * i];
          }
          resize.on(alpha, part, alone);
          for (int i = 0; i < alone.elements(); i++) {
            assertThat(inPlace.values()[4 * i]).isEqualTo(alone.values()[i]);
          }
        }
      }
    }
  }

  @Test
  void refusesPartsThatAreNotInThePicture() {
    var target = Pixels.allocate(Shape.of(2, 2, 3));
    var picture = Pixels.allocate(Shape.of(5, 4, 3));
    assertThatThrownBy(() -> Resize.to(2, 2).on(picture, new Part(2, 0, 3, 3), target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Resize.on: expected a part of a picture of 4 x 5, got 3 x 3 from column 2, row 0.\n"
                + "  Fix: choose a part inside the picture.");
  }
}
