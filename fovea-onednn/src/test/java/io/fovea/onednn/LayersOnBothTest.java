// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.nn.Layers.conv1d;
import static io.fovea.nn.Layers.conv3d;
import static io.fovea.nn.Layers.depthwiseAvgPool;
import static io.fovea.nn.Layers.depthwiseMaxPool;
import static io.fovea.nn.Layers.lambda;
import static io.fovea.nn.Layers.layerScale;
import static io.fovea.nn.Layers.permute;
import static io.fovea.nn.Layers.prelu;
import static io.fovea.nn.Layers.separableConv2d;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.nn.Activation;
import io.fovea.nn.Layer;
import io.fovea.ops.Ops;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.EngineComparison;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers that no network of the zoo uses, on both engines: output and every gradient.
@Tag("isa")
class LayersOnBothTest {
  static Stream<Layer> onPictures() {
    return Stream.of(
        depthwiseMaxPool(3),
        depthwiseAvgPool(5),
        depthwiseMaxPool(15),
        permute(3, 1, 2),
        lambda(x -> x.times(x.mean(1, 2))),
        prelu(),
        prelu().sharedByMap(),
        layerScale(0.5),
        separableConv2d(8, 3).modified().between(Activation.TANH),
        separableConv2d(7, 3).same().stride(2).between(Activation.TANH));
  }

  static Stream<Layer> onSequences() {
    return Stream.of(
        conv1d(7, 3).relu(),
        conv1d(8, 4).same().stride(3).groups(2).tanh(),
        conv1d(3, 2).causal().dilation(3).noBias());
  }

  @ParameterizedTest
  @MethodSource
  void onSequences(Layer layer) {
    EngineComparison.with(Pictures.fast()).check(layer, Pictures.plain(3, 19, 6));
  }

  static Stream<Layer> onVolumes() {
    return Stream.of(
        conv3d(7, 3).relu(),
        conv3d(8, 3).same().stride(2).groups(2).tanh(),
        conv3d(3, 2, 1, 2).dilation(2).noBias());
  }

  @ParameterizedTest
  @MethodSource
  void onVolumes(Layer layer) {
    EngineComparison.with(Pictures.fast()).check(layer, Pictures.plain(2, 5, 7, 6, 4));
  }

  @ParameterizedTest
  @MethodSource
  void onPictures(Layer layer) {
    EngineComparison.with(Pictures.fast()).check(layer, Pictures.plain(2, 7, 5, 15));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activations(Activation activation) {
    EngineComparison.with(Pictures.fast()).check(activation, Pictures.plain(3, 19, 6));
  }

  @Test
  void plainFunctionsRunOnTheFastEngine() {
    var picture = Tensor.of(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    var line = Tensor.of(Shape.of(3, 3, 1, 1), 0, 1, 0, 0, 1, 0, 0, 1, 0);
    // zeros above and below
    assertThat(Ops.conv2d(picture, line, c -> c.same()).toArray())
        .containsExactly(5, 7, 9, 12, 15, 18, 11, 13, 15);
    assertThat(Ops.maxPool(picture, 2, p -> p.same()).toArray()).containsExactly(5, 6, 8, 9);
    var maps = Tensor.of(Shape.of(1, 1, 2, 6), 1, 5, 3, -4, -2, -9, 0, 0, 6, 2, 8, 2);
    assertThat(Ops.depthwiseMaxPool(maps, 3).toArray()).containsExactly(5, -2, 6, 8);
    assertThat(Ops.depthwiseAvgPool(maps, 3).toArray()).containsExactly(3, -5, 2, 4);
  }
}
