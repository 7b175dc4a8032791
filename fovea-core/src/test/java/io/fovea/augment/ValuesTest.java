// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static io.fovea.augment.Augmentations.*;
import static io.fovea.augment.Changed.apply;
import static io.fovea.augment.Changed.of;
import static io.fovea.augment.Changed.picture;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ValuesTest {
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
    var third = new Hue(new Span(120, 120));
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
      assertThat(apply(new Hue(new Span(degrees, degrees)), pixel, 0))
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
    for (var change : List.of(new Hue(new Span(77, 77)), saturation(1.7, 1.7))) {
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
            new Brightness(new Span(0.6, 1.4)),
            new Contrast(new Span(0.5, 1.5)),
            saturation(0.7, 1.3),
            hue(18));
    var jitter =
        new ColorJitter(
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
    var level = new MotionBlur(new Span(3, 3), new Span(0, 0));
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
}
