// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.depthwiseConv2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.separableConv2d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.graph.Variable;
import io.fovea.nn.Activation;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.ops.Ops;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Depthwise separable convolution in both orders, from its two parts.
class SeparableTest {
  private static final Tensor PICTURES = numbers(2, 5, 4, 3);
  private static final Tensor BIAS = numbers(6);

  private static Tensor numbers(int... sizes) {
    return Tensor.generate(Shape.of(sizes), i -> Math.sin(2 * i + 1));
  }

  private static void assertSame(Tensor got, Tensor expected) {
    assertThat(got.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < got.elements(); i++) {
      // two sums, of at most 27 products of numbers up to 6; the parts are rounded in between
      assertThat(got.get(i)).isCloseTo(expected.get(i), within(27 * 6 * 0x1p-24f));
    }
  }

  @Test
  void spatialFiltersComeFirst() {
    var depthwise = numbers(3, 3, 3, 2);
    var pointwise = numbers(1, 1, 6, 6);
    var layer = separableConv2d(6, 3).multiplier(2).between(Activation.RELU).same().stride(2);
    var inner =
        Ops.depthwiseConv2d(PICTURES, depthwise, c -> c.multiplier(2).same().stride(2).relu());
    assertSame(
        Ops.apply(layer, PICTURES, depthwise, pointwise, BIAS),
        Ops.apply(conv2d(6, 1), inner, pointwise, BIAS));
  }

  @Test
  void modifiedTheOthersComeFirst() {
    var pointwise = numbers(1, 1, 3, 6);
    var depthwise = numbers(3, 3, 6, 1);
    var layer = separableConv2d(6, 3).modified().same().tanh();
    var inner = Ops.conv2d(PICTURES, pointwise);
    assertSame(
        Ops.apply(layer, PICTURES, pointwise, depthwise, BIAS),
        Ops.apply(depthwiseConv2d(3).same().tanh(), inner, depthwise, BIAS));
  }

  @Test
  void parametersFollowTheOrder() {
    assertThat(variables(separableConv2d(5, 3).multiplier(2)))
        .containsExactly(
            "depthwise_kernel [3, 3, 3, 2]", "pointwise_kernel [1, 1, 6, 5]", "bias [5]");
    assertThat(variables(separableConv2d(5, 3).multiplier(2).modified()))
        .containsExactly(
            "pointwise_kernel [1, 1, 3, 5]", "depthwise_kernel [3, 3, 5, 2]", "bias [10]");
    assertThat(variables(separableConv2d(5, 3).modified().noBias())).hasSize(2);
  }

  private static Stream<String> variables(Layer layer) {
    return Network.to(layer.on(input(5, 4, 3))).variables().stream().map(Variable::toString);
  }

  static Stream<Layer> layers() {
    return Stream.of(
        separableConv2d(4, 3).between(Activation.TANH),
        separableConv2d(4, 3).modified().multiplier(2).same(),
        separableConv2d(4, 3).modified().between(Activation.TANH).stride(2).noBias());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradientsAreRight(Layer layer) {
    GradientCheck.check(layer, PICTURES);
  }
}
