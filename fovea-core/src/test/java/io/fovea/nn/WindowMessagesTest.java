// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.conv1d;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.conv3d;
import static io.fovea.nn.Layers.depthwiseConv2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.separableConv2d;
import static io.fovea.nn.Layers.subsampling2d;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.ShapeException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A window larger than what it slides over, and messages from between layers.
class WindowMessagesTest {
  static Stream<Arguments> windows() {
    return Stream.of(
        Arguments.of(conv2d(8, 7), "conv2d", "[7, 7]"),
        Arguments.of(conv2d(8, 3).dilation(3), "conv2d", "[3, 3] dilated to [7, 7]"),
        Arguments.of(depthwiseConv2d(6), "depthwise_conv2d", "[6, 6]"),
        Arguments.of(separableConv2d(8, 6), "separable_conv2d", "[6, 6]"),
        Arguments.of(maxPool2d(7), "max_pooling2d", "[7, 7]"),
        Arguments.of(avgPool2d(5), "average_pooling2d", "[5, 5]"),
        Arguments.of(subsampling2d(5), "subsampling2d", "[5, 5]"));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void aWindowLargerThanThePictureIsNamed(Layer layer, String where, String least) {
    assertThatThrownBy(() -> input(4, 4, 2).then(layer))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            where
                + ": expected an input at least as large as the window "
                + least
                + ", got [4, 4].\n  Fix: use a smaller kernel, same() padding, or larger"
                + " pictures.");
  }

  @Test
  void theSameForSequencesAndVolumes() {
    assertThatThrownBy(() -> input(3, 2).then(conv1d(4, 9)))
        .hasMessageStartingWith(
            "conv1d: expected an input at least as large as the window [9], got [3].");
    assertThatThrownBy(() -> input(5, 2, 5, 1).then(conv3d(4, 4)))
        .hasMessageStartingWith(
            "conv3d: expected an input at least as large as the window [4, 4, 4], got [5, 2, 5].");
  }

  @Test
  void aMessageFromBetweenLayersSaysWhere() {
    var x = input(4, 3);
    assertThatThrownBy(() -> x.plus(x.reshape(-1, 3, 4)))
        .hasMessageStartingWith("Binary: expected two shapes that are equal or stretch from 1");
    assertThatThrownBy(() -> x.requireRank(4, "pictures", "[N, H, W, C]", "reshape it."))
        .hasMessageStartingWith("network: expected pictures to get 4 axes");
    assertThatThrownBy(() -> x.plus(input(4, 3)))
        .hasMessage(
            "network: expected two nodes of one description, got nodes of two.\n  Fix: make the"
                + " second input with first.input(name, sizes).");
  }
}
