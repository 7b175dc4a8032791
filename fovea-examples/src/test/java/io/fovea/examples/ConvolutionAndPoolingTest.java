// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.nn.Layers.globalAvgPool2d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.image.Images;
import io.fovea.ops.Ops;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sections 1 to 3.
class ConvolutionAndPoolingTest {
  private static final Tensor PHOTOS = Photos.both();

  @TempDir Path folder;

  /// Araujo et al. 2019, "Computing receptive fields of convolutional neural networks": 195 pixels
  /// and a stride of 32 for AlexNet.
  @Test
  void alexNetSeesWhatIsPublished() {
    assertThat(ReceptiveFields.table().lines().filter(line -> line.contains("pool8")))
        .singleElement()
        .asString()
        .matches(".* 195 [│|] +32 [│|]");
  }

  @Test
  void theFormulaGivesTheSizesOfTheLayer() throws IOException {
    assertThat(ConvolutionalLayer.CASES)
        .allSatisfy(c -> assertThat(c.size()).isEqualTo(c.described()));
    // the first maps of AlexNet and ResNet, as published
    assertThat(new ConvolutionalLayer.Case(227, 11, 0, 4).size()).isEqualTo(55);
    assertThat(new ConvolutionalLayer.Case(224, 7, 3, 2).size()).isEqualTo(112);
    assertThat(Printed.by(ConvolutionalLayer::main))
        .contains("[2, 427, 640, 32]", "[3, 3, 3, 32]", "bias  [32]");
  }

  @Test
  void lineFiltersAddUpAlongTheirLines() {
    Tensor maps = LineFilters.featureMaps(PHOTOS);
    assertThat(maps.shape()).isEqualTo(Shape.of(2, 427, 640, 2));
    for (int[] at : new int[][] {{0, 0, 0}, {0, 200, 300}, {1, 426, 639}, {1, 2, 638}}) {
      double down = 0;
      double across = 0;
      for (int step = -3; step <= 3; step++) {
        for (int color = 0; color < 3; color++) {
          down += pixel(at[0], at[1] + step, at[2], color);
          across += pixel(at[0], at[1], at[2] + step, color);
        }
      }
      // 21 numbers up to 1, each sum rounded to 24 bits
      Offset<Double> rounding = within(21 * 21 * 0x1p-24);
      assertThat((double) maps.at(at[0], at[1], at[2], 0)).isCloseTo(down, rounding);
      assertThat((double) maps.at(at[0], at[1], at[2], 1)).isCloseTo(across, rounding);
    }
  }

  private static double pixel(int photo, int y, int x, int color) {
    return y < 0 || x < 0 || y >= 427 || x >= 640 ? 0 : PHOTOS.at(photo, y, x, color);
  }

  @Test
  void lineFiltersWriteFourPictures() throws IOException {
    assertThat(Printed.by(LineFilters::main, folder.toString()).lines()).hasSize(4);
    var map = Images.read(folder.resolve("flower-horizontal.png"));
    assertThat(map).hasToString("Image[640 x 427 x 1]");
    // darkest and lightest are black and white
    assertThat(map.toBytes()).contains(0, 255);
  }

  @Test
  void poolingTakesLargestAndMean() {
    Tensor largest = Ops.maxPool(PHOTOS, 2);
    Tensor mean = Ops.avgPool(PHOTOS, 2);
    Tensor deepest = Ops.depthwiseMaxPool(PHOTOS, 3);
    assertThat(largest.shape()).isEqualTo(Shape.of(2, 213, 320, 3));
    assertThat(deepest.shape()).isEqualTo(Shape.of(2, 427, 640, 1));
    for (int x = 0; x < 320; x += 7) {
      float a = PHOTOS.at(1, 100, 2 * x, 1);
      float b = PHOTOS.at(1, 100, 2 * x + 1, 1);
      float c = PHOTOS.at(1, 101, 2 * x, 1);
      float d = PHOTOS.at(1, 101, 2 * x + 1, 1);
      assertThat(largest.at(1, 50, x, 1)).isEqualTo(Math.max(Math.max(a, b), Math.max(c, d)));
      // three sums and a product of numbers up to 4
      assertThat(mean.at(1, 50, x, 1)).isCloseTo((a + b + c + d) / 4, within(16 * 0x1p-24f));
      float red = PHOTOS.at(1, 100, x, 0);
      float blue = PHOTOS.at(1, 100, x, 2);
      float green = PHOTOS.at(1, 100, x, 1);
      assertThat(deepest.at(1, 100, x, 0)).isEqualTo(Math.max(red, Math.max(green, blue)));
    }
  }

  @Test
  void globalPoolingIsTheMeanHoweverItIsWritten() {
    int side = 64;
    Tensor square = Photos.square(side).example(1).reshape(Shape.of(1, side, side, 3));
    Tensor layer = Ops.apply(globalAvgPool2d(), square);
    Tensor expression = Ops.apply(PoolingLayers.MEAN, square);
    for (int color = 0; color < 3; color++) {
      double sum = 0;
      for (int i = color; i < square.elements(); i += 3) {
        sum += square.get(i);
      }
      double mean = sum / (side * side);
      // as many roundings to 24 bits as there are numbers, in the worst case
      Offset<Double> rounding = within(mean * side * side * 0x1p-24);
      assertThat((double) layer.at(0, color)).isCloseTo(mean, rounding);
      assertThat((double) expression.at(0, color)).isCloseTo(mean, rounding);
    }
  }

  @Test
  void poolingWritesPictures() throws IOException {
    assertThat(Printed.by(PoolingLayers::main, folder.toString()))
        .contains("china-max-pooling.png", "globalAvgPool2d()", "lambda(...)");
    assertThat(Images.read(folder.resolve("flower-depthwise-average-pooling.png")))
        .hasToString("Image[640 x 427 x 1]");
    assertThat(Images.read(folder.resolve("china-average-pooling.png")))
        .hasToString("Image[320 x 213 x 3]");
  }
}
