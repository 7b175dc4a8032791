// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.nn.Layers.conv1d;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.conv3d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.graph.Variable;
import io.fovea.nn.Border;
import io.fovea.nn.Conv;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.nn.Padding;
import io.fovea.nn.Size;
import io.fovea.nn.Sliding;
import io.fovea.ops.Ops;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Convolution over sequences and volumes.
class OtherRanksTest {
  private static final Tensor SEQUENCES = numbers(2, 9, 4);
  private static final Tensor VOLUMES = numbers(2, 4, 5, 3, 2);

  private static Tensor numbers(int... sizes) {
    return Tensor.generate(Shape.of(sizes), i -> Math.sin(3 * i));
  }

  @Test
  void aSequenceIsSummedWindowByWindow() {
    var x = Tensor.of(Shape.of(1, 4, 1), 1, 2, 3, 4);
    var kernel = Tensor.of(Shape.of(3, 1, 1), 1, 10, 100);
    assertThat(apply(conv1d(1, 3), x, kernel).toArray()).containsExactly(321, 432);
    assertThat(apply(conv1d(1, 3).same(), x, kernel).toArray()).containsExactly(210, 321, 432, 43);
    // nothing that comes later
    assertThat(apply(conv1d(1, 3).causal(), x, kernel).toArray())
        .containsExactly(100, 210, 321, 432);
    assertThat(apply(conv1d(1, 3).causal().stride(2), x, kernel).toArray())
        .containsExactly(100, 321);
    assertThat(apply(conv1d(1, 3).causal().dilation(2), x, kernel).toArray())
        .containsExactly(100, 200, 310, 420);
  }

  @Test
  void aBorderMayBeGivenOnAnyAxes() {
    var x = Tensor.of(Shape.of(1, 4, 1), 1, 2, 3, 4);
    var kernel = Tensor.of(Shape.of(3, 1, 1), 1, 10, 100);
    assertThat(apply(conv1d(1, 3).pad(1), x, kernel).toArray()).containsExactly(210, 321, 432, 43);
    var behind = new Padding.Explicit(List.of(new Border(0, 2)));
    assertThat(apply(conv1d(1, 3).padding(behind), x, kernel).toArray())
        .containsExactly(321, 432, 43, 4);
    assertThat(input(4, 5, 3, 2).then(conv3d(7, 3).pad(1)).shape()).hasToString("[N, 4, 5, 3, 7]");
    assertThat(input(5, 4, 2).then(maxPool2d(2).causal().stride(1)).shape())
        .hasToString("[N, 5, 4, 2]");
  }

  @Test
  void causalPicturesArePaddedAtTheTopAndLeft() {
    var kernel = numbers(3, 2, 4, 6);
    var picture = SEQUENCES.reshape(Shape.of(2, 3, 3, 4));
    var padded = conv2d(6, 3, 2).dilation(1, 2).padding(new Padding.Explicit(2, 0, 2, 0)).noBias();
    assertThat(Ops.apply(conv2d(6, 3, 2).dilation(1, 2).causal().noBias(), picture, kernel))
        .isEqualTo(Ops.apply(padded, picture, kernel));
  }

  @Test
  void noBorderIsNoneHoweverItIsWritten() {
    assertThat(conv2d(4, 3).pad(0)).isEqualTo(conv2d(4, 3));
    assertThat(conv3d(4, 3).pad(0)).isEqualTo(conv3d(4, 3).padding(Padding.VALID));
  }

  private static Tensor apply(Conv layer, Tensor x, Tensor kernel) {
    return Ops.apply(layer.noBias(), x, kernel);
  }

  @Test
  void aSequenceIsAPictureOfOneRow() {
    var picture = SEQUENCES.reshape(Shape.of(2, 1, 9, 4));
    var kernel = numbers(3, 2, 6);
    var bias = numbers(6);
    var line = conv1d(6, 3).stride(2).same().groups(2).tanh();
    var row = conv2d(6, 1, 3).stride(1, 2).same().groups(2).tanh();
    var expected = Ops.apply(row, picture, kernel.reshape(Shape.of(1, 3, 2, 6)), bias);
    assertThat(Ops.apply(line, SEQUENCES, kernel, bias))
        .isEqualTo(expected.reshape(Shape.of(2, 5, 6)));
  }

  @Test
  void aVolumeIsSummedBoxByBox() {
    var layer = conv3d(3, 2, 3, 2).stride(1, 2, 1).noBias();
    var kernel = numbers(2, 3, 2, 2, 3);
    var y = Ops.apply(layer, VOLUMES, kernel);
    assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 2, 2, 3));
    for (int[] at : new int[][] {{0, 0, 0, 0, 0}, {1, 2, 1, 1, 2}, {1, 0, 1, 0, 1}}) {
      double sum = 0;
      for (int d = 0; d < 2; d++) {
        for (int h = 0; h < 3; h++) {
          for (int w = 0; w < 2; w++) {
            for (int c = 0; c < 2; c++) {
              sum +=
                  VOLUMES.at(at[0], at[1] + d, 2 * at[2] + h, at[3] + w, c)
                      * kernel.at(d, h, w, c, at[4]);
            }
          }
        }
      }
      // 24 products of numbers up to 1, summed in double precision and rounded once
      assertThat((double) y.at(at)).isCloseTo(sum, within(24 * 0x1p-24));
    }
  }

  @Test
  void sameKeepsTheSizeOfAVolume() {
    var x = input(4, 5, 3, 2);
    assertThat(x.then(conv3d(7, 3).same()).shape()).hasToString("[N, 4, 5, 3, 7]");
    assertThat(x.then(conv3d(7, 3).same().stride(2)).shape()).hasToString("[N, 2, 3, 2, 7]");
    assertThat(x.then(conv3d(7, 2).dilation(2)).shape()).hasToString("[N, 2, 3, 1, 7]");
  }

  static Stream<Layer> onSequences() {
    return Stream.of(
        conv1d(3, 3),
        conv1d(4, 4).same().stride(3).groups(2).tanh(),
        conv1d(3, 2).causal().dilation(3).noBias());
  }

  @ParameterizedTest
  @MethodSource
  void onSequences(Layer layer) {
    GradientCheck.check(layer, SEQUENCES);
  }

  static Stream<Layer> onVolumes() {
    return Stream.of(
        conv3d(3, 2), conv3d(4, 3).same().stride(2).groups(2).tanh(), conv3d(2, 2, 1, 2).noBias());
  }

  @ParameterizedTest
  @MethodSource
  void onVolumes(Layer layer) {
    GradientCheck.check(layer, VOLUMES);
  }

  @Test
  void parametersHaveKerasShapes() {
    assertThat(variables(conv1d(6, 5).groups(2), 9, 4))
        .containsExactly("kernel [5, 2, 6]", "bias [6]");
    assertThat(variables(conv3d(6, 1, 2, 3), 4, 5, 3, 2))
        .containsExactly("kernel [1, 2, 3, 2, 6]", "bias [6]");
  }

  private static Stream<String> variables(Layer layer, int... sizes) {
    return Network.to(layer.on(input(sizes))).variables().stream().map(Variable::toString);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> input(28, 28, 1).then(conv1d(3, 3)))
        .hasMessage(
            "conv1d: expected Conv1d to get 3 axes [N, L, C], got shape [N, 28, 28, 1].\n"
                + "  Fix: give it sequences, or use conv2d for pictures.");
    assertThatThrownBy(() -> input(28, 28, 1).then(conv3d(3, 3)))
        .hasMessage(
            "conv3d: expected Conv3d to get 5 axes [N, D, H, W, C], got shape [N, 28, 28, 1].\n"
                + "  Fix: give it volumes, or use conv2d for pictures.");
    assertThatThrownBy(() -> input(9, 4).then(conv1d(3, 3).groups(2)))
        .hasMessage(
            "conv1d: expected conv1d(3, 3).groups(2) to have groups that divide input channels and"
                + " filters, got 4 input channels and 3 filters.\n"
                + "  Fix: use groups(1), or a filter count divisible by 2.");
    assertThatThrownBy(() -> input(2, 4).then(conv1d(3, 3)))
        .hasMessageStartingWith("conv1d: expected an input at least as large as the window [3]");
    assertThatThrownBy(() -> conv3d(3, 0))
        .hasMessage(
            "size.depth: expected a whole number of at least 1, got 0.\n  Fix: pass 1 or more.");
    assertThatThrownBy(() -> conv2d(4, 3).stride(1, 2, 3))
        .hasMessage(
            "stride: expected one number, or one for each of 2 spatial axes, got 3 numbers.\n"
                + "  Fix: pass one number for all axes.");
    assertThatThrownBy(() -> conv1d(4, 3).padding(Padding.symmetric(1)))
        .hasMessage(
            "sliding.padding: expected a border for 1 spatial axis, got"
                + " Explicit[top=1, bottom=1, left=1, right=1].\n"
                + "  Fix: pass one border for each spatial axis.");
    assertThatThrownBy(() -> Sliding.over(2).dilation(Size.of(1, 1, 1)))
        .hasMessageStartingWith("sliding.dilation: expected 2 spatial axes, got 1.");
    assertThatThrownBy(() -> input(9, 4).then(conv1d(3, 3).sliding(Sliding.over(2))))
        .hasMessageStartingWith("Conv1d.kernel: expected 2 spatial axes, got 3.");
    assertThatThrownBy(() -> Size.of(1, 2, 3, 4))
        .hasMessageStartingWith("size.axes: expected a whole number from 1 to 3, got 4.");
  }

  @Test
  void optionsChangeThemselvesOnly() {
    Conv layer = conv3d(4, 3).stride(2).same().dilation(1, 1, 2).groups(2).relu();
    assertThat(layer).isEqualTo(conv3d(4, 3).relu().groups(2).dilation(1, 1, 2).same().stride(2));
    Conv line = conv1d(4, 3).stride(2).causal().dilation(3).groups(2).noBias();
    assertThat(line).isEqualTo(conv1d(4, 3).noBias().groups(2).dilation(3).causal().stride(2));
    assertThat(Size.of(1, 3, 3)).hasToString("1x3x3");
    assertThat(Size.uniform(3, 3)).hasToString("3");
  }
}
