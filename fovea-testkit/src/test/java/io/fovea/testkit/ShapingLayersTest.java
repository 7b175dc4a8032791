// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.nn.Layers.cropping2d;
import static io.fovea.nn.Layers.depthwiseAvgPool;
import static io.fovea.nn.Layers.depthwiseMaxPool;
import static io.fovea.nn.Layers.gaussianNoise;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.groupNorm;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.lambda;
import static io.fovea.nn.Layers.permute;
import static io.fovea.nn.Layers.resizing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.error.ShapeException;
import io.fovea.graph.Passes;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Numbers made by hand, and gradients against central differences.
class ShapingLayersTest {
  private static final Tensor PICTURES =
      Tensor.generate(Shape.of(2, 5, 4, 6), i -> Math.sin(i) + 0.1 * i);

  private static Tensor run(Layer layer, Tensor x, boolean training) {
    var network = Network.to(input(x.shape().slice(1, x.shape().rank()).toArray()).then(layer));
    network.variables().forEach(variable -> variable.initialize(Rng.of(1)));
    var graph = Passes.resolve(network.graph().batch(x.shape().get(0)), training);
    var values = new ReferenceEngine().evaluate(graph, List.of(x), 7);
    return Objects.requireNonNull(values.get(graph.outputs().getFirst()));
  }

  @Test
  void groupNormTakesStatisticsOverThePixelsOfNeighbouringChannels() {
    // channels 0, 1: 1 2 5 6, mean 3.5, variance 4.25; channels 2, 3: two more each
    var x = Tensor.of(Shape.of(1, 1, 2, 4), 1, 2, 3, 4, 5, 6, 7, 8);
    double deviation = Math.sqrt(4.25 + 1e-3);
    double[] centred = {-2.5, -1.5, -2.5, -1.5, 1.5, 2.5, 1.5, 2.5};
    var y = run(groupNorm(2), x, false);
    assertThat(y.shape()).isEqualTo(x.shape());
    for (int i = 0; i < centred.length; i++) {
      assertThat((double) y.get(i)).isCloseTo(centred[i] / deviation, within(0x1p-22));
    }
  }

  @Test
  void groupNormRejectsGroupsThatDoNotDivideTheChannels() {
    var x = input(5, 4, 6);
    assertThatThrownBy(() -> Objects.requireNonNull(x.then(groupNorm(4))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining(
            "expected groupNorm(4) to have groups that divide the channels, got 6 channels.\n"
                + "  Fix: use a divisor of 6.");
  }

  @Test
  void croppingLeavesTheMiddle() {
    var x = Tensor.generate(Shape.of(1, 3, 4, 1), i -> i);
    assertThat(run(cropping2d(1, 0, 2, 1), x, false))
        .isEqualTo(Tensor.of(Shape.of(1, 2, 1, 1), 6, 10));
  }

  @Test
  void croppingMustLeaveAPixel() {
    var x = input(5, 4, 6);
    assertThatThrownBy(() -> Objects.requireNonNull(x.then(cropping2d(2))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("expected Cropping2d to leave at least 1 pixel per axis")
        .hasMessageContaining("which leaves 1 x 0.\n  Fix: crop less, or give it larger pictures.");
  }

  @Test
  void resizingInterpolatesBetweenPixelCentresOrTakesTheNearest() {
    var x = Tensor.of(Shape.of(1, 1, 2, 1), 0, 4);
    var shape = Shape.of(1, 1, 4, 1);
    assertThat(run(resizing(1, 4), x, false)).isEqualTo(Tensor.of(shape, 0, 1, 3, 4));
    assertThat(run(resizing(1, 4).nearest(), x, false)).isEqualTo(Tensor.of(shape, 0, 0, 4, 4));
  }

  @Test
  void noiseHasItsDeviationInTrainingAndIsAbsentOtherwise() {
    var zeros = Tensor.full(Shape.of(2, 5000), 0);
    assertThat(run(gaussianNoise(0.5), zeros, false)).isEqualTo(zeros);
    var noise = run(gaussianNoise(0.5), zeros, true);
    double sum = 0;
    double squares = 0;
    for (float n : noise.toArray()) {
      sum += n;
      squares += n * n;
    }
    // five standard errors: 0.5 / sqrt(10,000) of the mean, 0.5 / sqrt(20,000) of the deviation
    assertThat(sum / 10_000).isCloseTo(0, within(0.025));
    assertThat(Math.sqrt(squares / 10_000)).isCloseTo(0.5, within(0.0177));
  }

  @Test
  void noiseNeedsADeviation() {
    assertThatThrownBy(() -> gaussianNoise(0))
        .hasMessageContaining("GaussianNoise.deviation: expected a number above 0, got 0.0.");
  }

  @Test
  void axesTradePlaces() {
    var x = Tensor.generate(Shape.of(1, 2, 3), i -> i);
    assertThat(run(permute(2, 1), x, false))
        .isEqualTo(Tensor.of(Shape.of(1, 3, 2), 0, 3, 1, 4, 2, 5));
    assertThat(input(5, 4, 6).then(permute(3, 1, 2)).shape()).hasToString("[N, 6, 5, 4]");
    assertThatThrownBy(() -> permute(0, 1))
        .hasMessage(
            "Permute.order: expected each axis from 1 to 2 once, got [0, 1].\n"
                + "  Fix: count axes from 1, as 0 is the examples'.");
    var pictures = input(5, 4, 6);
    assertThatThrownBy(() -> Objects.requireNonNull(pictures.then(permute(2, 1))))
        .hasMessage(
            "permute: expected Permute to get 2 axes beside the examples, got shape [N, 5, 4, 6].\n"
                + "  Fix: name every axis of one example once.");
  }

  @Test
  void anExpressionIsALayer() {
    // a global average pooling, as the layer of that name has it
    var mean = lambda(x -> x.mean(1, 2).reshape(Shape.OPEN, x.channels()));
    assertThat(run(mean, PICTURES, false)).isEqualTo(run(globalAvgPool2d(), PICTURES, false));
    assertThat(Network.to(input(5, 4, 6).then(mean)).layers().getFirst().path())
        .isEqualTo("lambda");
    assertThat(mean.type()).isEqualTo("Lambda");
  }

  @Test
  void gradientsHold() {
    var layers =
        List.of(
            groupNorm(3),
            gaussianNoise(0.5),
            cropping2d(1, 2, 0, 1),
            permute(3, 1, 2),
            lambda(x -> x.times(x.mean(1, 2))),
            depthwiseMaxPool(3),
            depthwiseAvgPool(2),
            resizing(3, 7),
            resizing(7, 2).nearest());
    for (var layer : layers) {
      GradientCheck.check(layer, PICTURES);
    }
  }
}
