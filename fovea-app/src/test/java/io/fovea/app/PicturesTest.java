package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.image.Image;
import io.fovea.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
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
  void aPictureOfTheRightSizeIsOnlyScaled() {
    var prepared = Pictures.prepare(gray(2, 1, 0, 255), Shape.of(1, 2, 1), false);
    assertThat(prepared.input().shape()).isEqualTo(Shape.of(1, 1, 2, 1));
    assertThat(prepared.input().toArray()).containsExactly(0, 1);
    assertThat(prepared.inverted()).isFalse();
  }

  @Test
  void shrinkingTakesMeansOfAreas() {
    var prepared =
        Pictures.prepare(gray(4, 2, 0, 10, 100, 102, 20, 30, 104, 106), Shape.of(1, 2, 1), false);
    // (0 + 10 + 20 + 30) / 4 and (100 + 102 + 104 + 106) / 4
    assertThat(prepared.input().toArray()).containsExactly(15 / 255f, 103 / 255f);
  }

  @Test
  void areasMayCutThroughPixels() {
    var prepared = Pictures.prepare(gray(3, 1, 30, 90, 240), Shape.of(1, 2, 1), false);
    // (30 + 90 / 2) / 1.5 and (90 / 2 + 240) / 1.5
    assertThat(prepared.input().toArray()).containsExactly(50 / 255f, 190 / 255f);
  }

  @Test
  void colorBecomesGrayForAGrayNetwork() {
    var prepared = Pictures.prepare(image(1, 1, 3, 255, 255, 255), Shape.of(1, 1, 1), false);
    assertThat(prepared.input().toArray()).containsExactly(1);
  }

  @Test
  void grayIsRepeatedForAColorNetwork() {
    var prepared = Pictures.prepare(gray(1, 1, 51), Shape.of(1, 1, 3), false);
    assertThat(prepared.input().toArray()).containsExactly(0.2f, 0.2f, 0.2f);
  }

  @Test
  void transparentPixelsAreWhitePaper() {
    var prepared =
        Pictures.prepare(
            image(3, 1, 4, 0, 0, 0, 0, 0, 0, 0, 255, 100, 100, 100, 51), Shape.of(1, 3, 1), false);
    // 100 at a fifth of the weight, 255 at four fifths: 224
    assertThat(prepared.input().toArray()).containsExactly(1, 0, 224 / 255f);
  }

  @Test
  void aLightBorderIsInvertedForANetworkOfLightStrokes() {
    var picture = gray(3, 3, 255, 255, 255, 255, 0, 255, 255, 255, 255);
    var prepared = Pictures.prepare(picture, Shape.of(3, 3, 1), true);
    assertThat(prepared.inverted()).isTrue();
    assertThat(prepared.input().toArray()).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void aDarkBorderStays() {
    var picture = gray(3, 3, 0, 0, 0, 0, 255, 0, 0, 0, 0);
    var prepared = Pictures.prepare(picture, Shape.of(3, 3, 1), true);
    assertThat(prepared.inverted()).isFalse();
    assertThat(prepared.input().toArray()).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void onlyTheOutermostPixelsAreTheBorder() {
    assertThat(Pictures.borderBrightness(gray(3, 3, 51, 51, 51, 51, 255, 51, 51, 51, 51)))
        .isEqualTo(0.2);
    assertThat(Pictures.borderBrightness(gray(1, 2, 0, 255))).isEqualTo(0.5);
  }

  @Test
  void foldersStandForTheirPicturesAndWhatIsLeftOutIsTold(@TempDir Path folder) throws IOException {
    for (var name : List.of("b/2.png", "b/deep/1.jpg", "b/x.heic", "a.png", "none/.hidden.png")) {
      var file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
    }
    var told = new ByteArrayOutputStream();
    var files =
        Pictures.files(
            List.of(folder.resolve("a.png"), folder.resolve("b")),
            new PrintStream(told, true, StandardCharsets.UTF_8));
    assertThat(files)
        .containsExactly(
            folder.resolve("a.png"), folder.resolve("b/2.png"), folder.resolve("b/deep/1.jpg"));
    assertThat(told.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            folder.resolve("b") + ": left out: 1 HEIC file (no reader)\n");
    assertThatThrownBy(() -> Pictures.files(List.of(folder.resolve("none")), System.err))
        .hasMessage(
            folder.resolve("none")
                + ": expected a folder with pictures in it, got none (left out: 1 hidden).\n"
                + "  Fix: name picture files, or a folder of them.");
  }
}
