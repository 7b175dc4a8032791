// SPDX-License-Identifier: Apache-2.0
package io.fovea.ops;

import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Numbers by hand.
class OpsTest {
  /// One picture, 3 x 3, one channel.
  private static final Tensor PICTURE = Tensor.of(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);

  /// Three maps per pixel, two pixels.
  private static final Tensor MAPS =
      Tensor.of(Shape.of(1, 1, 2, 6), 1, 5, 3, -4, -2, -9, 0, 0, 6, 2, 8, 2);

  private static final Shape ONE_3X3 = Shape.of(3, 3, 1, 1);

  @Test
  void aVerticalLineFilterSumsTheMiddleColumn() {
    var line = Tensor.of(ONE_3X3, 0, 1, 0, 0, 1, 0, 0, 1, 0);
    assertThat(Ops.conv2d(PICTURE, line).toArray()).containsExactly(2 + 5 + 8);
    var same = Ops.conv2d(PICTURE, line, c -> c.same());
    assertThat(same.shape()).isEqualTo(PICTURE.shape());
    // zeros above and below
    assertThat(same.toArray()).containsExactly(5, 7, 9, 12, 15, 18, 11, 13, 15);
  }

  @Test
  void optionsAreThoseOfTheLayer() {
    var ones = Tensor.full(Shape.of(2, 2, 1, 1), 1);
    // windows at (0, 0), (0, 2), (2, 0), (2, 2); same pads at the bottom and right
    assertThat(Ops.conv2d(PICTURE, ones, c -> c.stride(2).same()).toArray())
        .containsExactly(1 + 2 + 4 + 5, 3 + 6, 7 + 8, 9);
    assertThat(Ops.conv2d(PICTURE, Tensor.full(Shape.of(2, 2, 1, 1), -1), c -> c.relu()).toArray())
        .containsOnly(0);
  }

  @Test
  void eachChannelHasAFilterOfItsOwn() {
    var pixel = Tensor.of(Shape.of(1, 1, 1, 2), 3, 5);
    var filters = Tensor.of(Shape.of(1, 1, 2, 2), 1, 2, 10, 20);
    assertThat(Ops.depthwiseConv2d(pixel, filters).toArray()).containsExactly(3, 6, 50, 100);
    assertThat(Ops.depthwiseConv2d(PICTURE, Tensor.full(ONE_3X3, 1), c -> c.same()).get(0))
        .isEqualTo(1 + 2 + 4 + 5);
  }

  @Test
  void windowsArePooled() {
    assertThat(Ops.maxPool(PICTURE, 2).toArray()).containsExactly(5);
    assertThat(Ops.maxPool(PICTURE, 2, p -> p.same()).toArray()).containsExactly(5, 6, 8, 9);
    assertThat(Ops.avgPool(PICTURE, 2).toArray()).containsExactly(3);
    // padding does not count
    assertThat(Ops.avgPool(PICTURE, 2, p -> p.same()).toArray()).containsExactly(3, 4.5f, 7.5f, 9);
  }

  @Test
  void neighbouringChannelsArePooled() {
    assertThat(Ops.depthwiseMaxPool(MAPS, 3).shape()).isEqualTo(Shape.of(1, 1, 2, 2));
    assertThat(Ops.depthwiseMaxPool(MAPS, 3).toArray()).containsExactly(5, -2, 6, 8);
    assertThat(Ops.depthwiseAvgPool(MAPS, 3).toArray()).containsExactly(3, -5, 2, 4);
  }

  @Test
  void tensorsAreJoined() {
    var a = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    var b = Tensor.of(Shape.of(2, 2), 10, 20, 30, 40);
    assertThat(Ops.concat(0, a, b))
        .isEqualTo(Tensor.of(Shape.of(4, 2), 1, 2, 3, 4, 10, 20, 30, 40));
    assertThat(Ops.concat(-1, a, b))
        .isEqualTo(Tensor.of(Shape.of(2, 4), 1, 2, 10, 20, 3, 4, 30, 40));
    assertThat(Ops.join(add(), a, b, a).toArray()).containsExactly(12, 24, 36, 48);
  }

  @Test
  void anyLayerTakesItsParameters() {
    var x = Tensor.of(Shape.of(1, 2), 3, 5);
    var kernel = Tensor.of(Shape.of(2, 1), 2, -1);
    assertThat(Ops.apply(dense(1), x, kernel, Tensor.vector(0.5f)).toArray())
        .containsExactly(3 * 2 - 5 + 0.5f);
    assertThat(Ops.apply(globalAvgPool2d(), PICTURE).toArray()).containsExactly(5);
  }

  @Test
  void layersActAsInPrediction() {
    assertThat(Ops.apply(dropout(0.5), PICTURE)).isEqualTo(PICTURE);
    // gamma, beta, moving mean, moving variance
    var y =
        Ops.apply(
            batchNorm().epsilon(1),
            Tensor.of(Shape.of(1, 1), 7),
            Tensor.vector(2),
            Tensor.vector(1),
            Tensor.vector(4),
            Tensor.vector(8));
    assertThat(y.get(0)).isCloseTo(2 * (7 - 4) / 3f + 1, within(1e-6f));
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> Ops.conv2d(PICTURE, Tensor.vector(1, 2)))
        .hasMessage(
            "Ops.filters: expected 4 axes [height, width, channels, filters], got shape [2].\n"
                + "  Fix: reshape the filters.");
    assertThatThrownBy(() -> Ops.conv2d(PICTURE, Tensor.full(Shape.of(3, 3, 2, 1), 1)))
        .hasMessage(
            "conv2d/kernel: expected a tensor of shape [3, 3, 1, 1], got [3, 3, 2, 1].\n"
                + "  Fix: give each parameter the shape that the layer documents.");
    assertThatThrownBy(() -> Ops.apply(dense(1), Tensor.of(Shape.of(1, 2), 3, 5)))
        .hasMessage(
            "Ops.apply: expected one tensor for each of [dense/kernel [2, 1], dense/bias [1]] of"
                + " Dense, got 0 tensors.\n"
                + "  Fix: pass them behind the input, in this order.");
    assertThatThrownBy(() -> Ops.apply(globalAvgPool2d(), PICTURE, PICTURE))
        .hasMessage(
            "Ops.apply: expected GlobalAveragePooling2D to get no parameters, as it has none, got 1"
                + " tensors.\n"
                + "  Fix: pass them behind the input, in this order.");
    assertThatThrownBy(() -> Ops.maxPool(Tensor.scalar(1), 2))
        .hasMessage(
            "Ops.input: expected examples [N, ...], one or more, got shape [].\n"
                + "  Fix: put an axis for the examples in front.");
    assertThatThrownBy(() -> Ops.join(add(), PICTURE, Tensor.vector(1, 2)))
        .hasMessage(
            "Ops.join: expected tensors of as many examples as the first, 1, got [2].\n"
                + "  Fix: give all of them the same first axis.");
    assertThatThrownBy(() -> Ops.concat(4, PICTURE, PICTURE))
        .hasMessage(
            "Ops.concat.axis: expected an axis of [1, 3, 3, 1], got 4.\n"
                + "  Fix: count from 0, or from -1 backwards.");
    assertThatThrownBy(() -> Ops.depthwiseMaxPool(MAPS, 4))
        .hasMessage(
            "depthwise_pool: expected channels that groups of 4 divide evenly, got 6 channels.\n"
                + "  Fix: choose a size that divides 6.");
  }
}
