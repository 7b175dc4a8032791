// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// What stands behind transparent parts.
final class BackgroundTest {
  private static Image image(int width, int channels, int... samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    return Image.of(width, 1, channels, bytes);
  }

  /// Alpha 128 of black on white: 255 * 127 / 255 = 127. Alpha 51 is a fifth: 10 / 5 + 204 = 206,
  /// 20 / 5 + 204 = 208, 33 / 5 + 204 = 210.6, which rounds to 211.
  @Test
  void transparentPartsAreWhite() {
    Image picture = image(4, 4, 0, 0, 0, 128, 10, 20, 33, 51, 1, 2, 3, 0, 7, 8, 9, 255);
    Image expected = image(4, 3, 127, 127, 127, 206, 208, 211, 255, 255, 255, 7, 8, 9);
    assertThat(picture.toRgb()).isEqualTo(expected);
    assertThat(picture.on(Background.WHITE)).isEqualTo(expected);
    assertThat(picture.toTensor(3)).isEqualTo(expected.toTensor(3));
    assertThat(picture.toGray()).isEqualTo(expected.toGray());
    assertThat(picture.toTensor(1)).isEqualTo(expected.toTensor(1));
    assertThat(picture.toTensor(4).toArray()).startsWith(0, 0, 0, 128, 10, 20, 33, 51);
  }

  /// 200 * 51 / 255 = 40 on black; on (255, 128, 0) 204 * .8 ... 40 + 204, 40 + 102.4, 40.
  @Test
  void anyColorCanStandBehind() {
    Image picture = image(1, 4, 200, 200, 200, 51);
    assertThat(picture.on(Background.BLACK)).isEqualTo(image(1, 3, 40, 40, 40));
    assertThat(picture.on(Background.named("#FF8000"))).isEqualTo(image(1, 3, 244, 142, 40));
    Image opaque = image(1, 1, 9);
    assertThat(opaque.on(Background.BLACK)).isSameAs(opaque);
  }

  @Test
  void namesOfColorsAreRead() {
    assertThat(Background.named("white")).isEqualTo(Background.WHITE);
    assertThat(Background.named(" Black ")).isEqualTo(Background.BLACK);
    assertThat(Background.named("#0a10ff")).hasToString("#0a10ff");
    assertThatThrownBy(() -> Background.named("red"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Background.named: expected white, black or a color as #ff8000, got red.\n"
                + "  Fix: write # and two hexadecimal digits each for red, green and blue.");
    assertThatThrownBy(() -> new Background(0, 256, 0))
        .hasMessage(
            "Background.green: expected a level from 0 to 255, got 256.\n  Fix: pass e.g. 255.");
  }

  @Test
  void aShapeDrawnInAlphaAloneIsSeenAndFound() {
    Image circle =
        Images.decode(
            GoldenPicturesTest.resource("black-circle-on-transparent.png"),
            "circle",
            ImageLimits.DEFAULT);
    assertThat(circle.hasTransparency()).isTrue();
    assertThat(circle.isUniformWithoutAlpha()).isTrue();
    Image white = circle.toRgb();
    assertThat(white.isUniform()).isFalse();
    assertThat(white.at(circle.width() / 2, circle.height() / 2, 0)).isZero();
    assertThat(white.at(0, 0, 0)).isEqualTo(255);
    assertThat(circle.on(Background.BLACK).isUniform()).isTrue();
    assertThat(white.hasTransparency() || white.isUniformWithoutAlpha()).isFalse();
  }

  @Test
  void whatIsOpaqueOrPlainIsNotDrawnInAlpha() {
    assertThat(image(2, 4, 1, 2, 3, 255, 1, 2, 3, 255).hasTransparency()).isFalse();
    assertThat(image(2, 4, 1, 2, 3, 9, 1, 2, 3, 9).isUniformWithoutAlpha()).isFalse();
    assertThat(image(2, 4, 1, 2, 3, 9, 1, 2, 4, 8).isUniformWithoutAlpha()).isFalse();
    assertThat(image(2, 4, 1, 2, 3, 9, 1, 2, 3, 9).isUniform()).isTrue();
    assertThat(image(2, 1, 1, 2).isUniform()).isFalse();
  }

  /// A green pixel beside one that is red where nobody sees it: half way it is green, half seen.
  @Test
  void hiddenColorsDoNotShowAtEdgesOfResizedPictures() {
    Image picture = image(2, 4, 0, 200, 0, 255, 255, 0, 0, 0);
    Image small = Resize.to(1, 1).antialiased().on(picture);
    // rounded to even from 127.5
    assertThat(small).isEqualTo(image(1, 4, 0, 200, 0, 128));
    Image gone = image(2, 4, 9, 9, 9, 0, 9, 9, 9, 0);
    assertThat(gone.resize(1, 1).toTensor(4)).isEqualTo(Tensor.of(Shape.of(1, 1, 4), 0, 0, 0, 0));
  }
}
