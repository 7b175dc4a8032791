// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.augment.Augmentations;
import io.fovea.augment.Preprocessing;
import io.fovea.error.FormatException;
import io.fovea.image.Image;
import io.fovea.image.Interpolation;
import io.fovea.image.Resize;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputSpecTest {
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

  /// A picture as a model takes it.
  private record Prepared(Tensor input, boolean inverted) {}

  private static Prepared prepare(Image picture, Shape example, boolean lightOnDark) {
    var spec = InputSpec.of(example).lightOnDark(lightOnDark);
    if (!lightOnDark) {
      spec = spec.resize(spec.resize().interpolation(Interpolation.AREA));
    }
    return new Prepared(spec.example(picture), spec.inverts(picture));
  }

  @Test
  void aPictureOfTheRightSizeIsOnlyScaled() {
    var prepared = prepare(gray(2, 1, 0, 255), Shape.of(1, 2, 1), false);
    assertThat(prepared.input().shape()).isEqualTo(Shape.of(1, 2, 1));
    assertThat(prepared.input().toArray()).containsExactly(0, 1);
    assertThat(prepared.inverted()).isFalse();
  }

  @Test
  void shrinkingTakesMeansOfAreas() {
    var prepared = prepare(gray(4, 2, 0, 10, 100, 102, 20, 30, 104, 106), Shape.of(1, 2, 1), false);
    // (0 + 10 + 20 + 30) / 4 and (100 + 102 + 104 + 106) / 4
    assertThat(prepared.input().toArray()).containsExactly(15 / 255f, 103 / 255f);
  }

  @Test
  void areasMayCutThroughPixels() {
    var prepared = prepare(gray(3, 1, 30, 90, 240), Shape.of(1, 2, 1), false);
    // (30 + 90 / 2) / 1.5 and (90 / 2 + 240) / 1.5
    assertThat(prepared.input().toArray()).containsExactly(50 / 255f, 190 / 255f);
  }

  @Test
  void colorBecomesGrayForAGrayNetwork() {
    var prepared = prepare(image(1, 1, 3, 255, 255, 255), Shape.of(1, 1, 1), false);
    assertThat(prepared.input().toArray()).containsExactly(1);
  }

  @Test
  void grayIsRepeatedForAColorNetwork() {
    var prepared = prepare(gray(1, 1, 51), Shape.of(1, 1, 3), false);
    assertThat(prepared.input().toArray()).containsExactly(0.2f, 0.2f, 0.2f);
  }

  @Test
  void transparentPixelsAreWhitePaper() {
    var prepared =
        prepare(
            image(3, 1, 4, 0, 0, 0, 0, 0, 0, 0, 255, 100, 100, 100, 51), Shape.of(1, 3, 1), false);
    // 100 at a fifth of the weight, 255 at four fifths: 224
    assertThat(prepared.input().toArray()).containsExactly(1, 0, 224 / 255f);
  }

  @Test
  void aLightBorderIsInvertedForANetworkOfLightStrokes() {
    var picture = gray(3, 3, 255, 255, 255, 255, 0, 255, 255, 255, 255);
    var prepared = prepare(picture, Shape.of(3, 3, 1), true);
    assertThat(prepared.inverted()).isTrue();
    assertThat(prepared.input().toArray()).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void aDarkBorderStays() {
    var picture = gray(3, 3, 0, 0, 0, 0, 255, 0, 0, 0, 0);
    var prepared = prepare(picture, Shape.of(3, 3, 1), true);
    assertThat(prepared.inverted()).isFalse();
    assertThat(prepared.input().toArray()).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0);
  }

  @Test
  void onlyTheOutermostPixelsAreTheBorder() {
    assertThat(LightStrokes.borderBrightness(gray(3, 3, 51, 51, 51, 51, 255, 51, 51, 51, 51)))
        .isEqualTo(0.2);
    assertThat(LightStrokes.borderBrightness(gray(1, 2, 0, 255))).isEqualTo(0.5);
  }

  // ---- as text -------------------------------------------------------------------------------

  private static final Shape PHOTO = Shape.of(4, 6, 3);
  private static final InputSpec SPEC =
      InputSpec.of(PHOTO)
          .resize(Resize.to(6, 4).interpolation(Interpolation.BICUBIC).crop())
          .preprocessing(Preprocessing.SIGNED)
          .labels("daisy", "a=b\\n\nc", "\u00e9");

  @Test
  void everythingComesBackFromMetadata() {
    var metadata = SPEC.notedIn(Map.of("other", "1", "classes", "x\ny", "preprocessing", "caffe"));
    assertThat(metadata.keySet()).containsExactlyInAnyOrder("other", "input_spec");
    assertThat(InputSpec.of(metadata, PHOTO)).isEqualTo(SPEC);
    assertThat(InputSpec.labels(metadata)).isEqualTo(SPEC.labels());
    assertThat(InputSpec.preprocessing(metadata)).contains(Preprocessing.SIGNED);
    assertThat(metadata.get("input_spec"))
        .startsWith("size=4x6x3\nfit=crop\ninterpolation=bicubic\nantialias=false\n")
        .endsWith(
            "preprocessing=signed\nground=any\nlabel=daisy\nlabel=a=b\\\\n\\nc\nlabel=\u00e9");
  }

  @Test
  void entriesOfEarlierVersionsAreUnderstood() {
    var old = Map.of("classes", "cat\nowl", "preprocessing", "caffe", "pictures", "stretched");
    assertThat(InputSpec.of(old, PHOTO))
        .isEqualTo(InputSpec.of(PHOTO).preprocessing(Preprocessing.CAFFE).labels("cat", "owl"));
    var digits = Shape.of(28, 28, 1);
    assertThat(InputSpec.of(Map.of("classes", "0\n1"), digits).lightOnDark()).isTrue();
    assertThat(InputSpec.of(Map.of("pictures", "stretched"), digits).lightOnDark()).isFalse();
  }

  @Test
  void damagedNotesAreNamed() {
    var metadata = SPEC.notedIn(Map.of());
    assertThatThrownBy(() -> InputSpec.of(metadata, Shape.of(8, 8, 3)))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(
            "input_spec: expected the size that the network takes, 8x8x3, got 4x6x3.\n  Fix: ");
    var odd = new HashMap<>(metadata);
    odd.computeIfPresent("input_spec", (_, text) -> text.replace("fit=crop", "fit=best"));
    assertThatThrownBy(() -> InputSpec.of(odd, PHOTO))
        .hasMessageStartingWith("input_spec: expected a known fit, got best.");
    odd.put("input_spec", "fit=crop");
    assertThatThrownBy(() -> InputSpec.of(odd, PHOTO))
        .hasMessageStartingWith("input_spec: expected a line 'size=...', got none.");
  }

  // ---- of data -------------------------------------------------------------------------------

  private static final Dataset BYTES =
      Dataset.of(PHOTO, new byte[2 * 72], new byte[] {0, 1}).classNames("a", "b");

  @Test
  void dataSaysHowItsPicturesWereMade() {
    var plain = InputSpec.of(PHOTO).labels("a", "b");
    assertThat(BYTES.inputSpec()).contains(plain);
    assertThat(BYTES.augment(Augmentations.flipHorizontal()).map(Preprocessing.CAFFE).inputSpec())
        .contains(plain.preprocessing(Preprocessing.CAFFE));
    assertThat(BYTES.map(Preprocessing.CAFFE).cache().oneHot(2).take(1).inputSpec())
        .contains(plain.preprocessing(Preprocessing.CAFFE));
  }

  @Test
  void whatNobodyKnowsIsNotSaid() {
    var floats =
        Dataset.of(Tensor.generate(Shape.of(2, 4, 6, 3), _ -> 0.5f), Tensor.vector(0, 1))
            .classes(2);
    assertThat(floats.inputSpec()).isEmpty();
    assertThat(floats.map(Preprocessing.SIGNED).inputSpec())
        .contains(InputSpec.of(PHOTO).preprocessing(Preprocessing.SIGNED).labels("0", "1"));
    assertThat(BYTES.map(Augmentations.flipHorizontal()).inputSpec()).isEmpty();
    assertThat(BYTES.map(Preprocessing.SIGNED).map(Preprocessing.SIGNED).inputSpec()).isEmpty();
  }

  @Test
  void otherChannelsAreRefused() {
    assertThatThrownBy(() -> InputSpec.of(Shape.of(4, 4, 4)))
        .hasMessageStartingWith(
            "InputSpec.of: expected pictures [H, W, 1] or [H, W, 3], got [4, 4, 4].");
    assertThat(SPEC.label(0)).isEqualTo("daisy");
    assertThat(SPEC.label(3)).isEqualTo("3");
    assertThat(List.of(SPEC.height(), SPEC.width(), SPEC.channels())).containsExactly(4, 6, 3);
  }
}
