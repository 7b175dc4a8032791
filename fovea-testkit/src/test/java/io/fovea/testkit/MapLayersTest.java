// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.localResponseNorm;
import static io.fovea.nn.Layers.squeezeExcite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Passes;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Layers in which feature maps act on each other.
class MapLayersTest {
  private static final Tensor PICTURE =
      Tensor.of(Shape.of(1, 1, 2, 4), 1, -2, 3, 0.5f, 0, 1, -1, 2);

  private static Tensor answer(Layer layer) {
    var graph = Network.to(layer.on(input(1, 2, 4))).graph().batch(1);
    var resolved = Passes.resolve(graph, false);
    var values = new ReferenceEngine().evaluate(resolved, List.of(PICTURE), 0);
    return values.getOrDefault(resolved.outputs().getFirst(), Tensor.vector());
  }

  @Test
  void responsesAreDampedByTheirNeighbours() {
    var layer = localResponseNorm(2).k(2).alpha(0.5).beta(0.75);
    // squares 1 4 9 0.25 and 0 1 1 4; each map and one to each side
    double[] sums = {5, 14, 13.25, 9.25, 1, 2, 6, 5};
    assertDamped(layer, sums, 0.5);
  }

  @Test
  void alphaMayBeDividedByTheSize() {
    var layer = localResponseNorm(5).k(2).alpha(0.5).beta(0.75).dividedBySize();
    // each map and two to each side
    double[] sums = {14, 14.25, 14.25, 13.25, 2, 6, 6, 6};
    assertDamped(layer, sums, 0.1);
  }

  private static void assertDamped(Layer layer, double[] sums, double alpha) {
    var answer = answer(layer);
    for (int i = 0; i < sums.length; i++) {
      double expected = PICTURE.get(i) * Math.pow(2 + alpha * sums[i], -0.75);
      assertThat((double) answer.get(i)).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void localResponseNormHasRightGradients() {
    GradientCheck.check(localResponseNorm(3).alpha(0.5), PICTURE);
  }

  @Test
  void squeezeExciteHasRightGradients() {
    GradientCheck.check(squeezeExcite(2), PICTURE);
  }

  @Test
  void squeezeExciteHasTwoDenseLayersWithBiases() {
    var network = Network.to(squeezeExcite(16).on(input(7, 7, 64)));
    assertThat(network.variables())
        .extracting(Object::toString)
        .containsExactly(
            "fc1/kernel [64, 4]", "fc1/bias [4]", "fc2/kernel [4, 64]", "fc2/bias [64]");
  }

  @Test
  void squeezeExciteOfZeroWeightsHalves() {
    // sigmoid(0) = 1/2
    var layer = squeezeExcite(2);
    var network = Network.to(layer.on(input(1, 2, 4)));
    network.variables().forEach(v -> v.write(new float[(int) v.shape().elements()]));
    var graph = Passes.resolve(network.graph().batch(1), false);
    var values = new ReferenceEngine().evaluate(graph, List.of(PICTURE), 0);
    var answer = values.getOrDefault(graph.outputs().getFirst(), Tensor.vector());
    for (int i = 0; i < PICTURE.elements(); i++) {
      assertThat(answer.get(i)).isEqualTo(PICTURE.get(i) / 2);
    }
  }

  @Test
  void numbersAreChecked() {
    assertThatThrownBy(() -> localResponseNorm(0))
        .hasMessage(
            "LocalResponseNorm.size: expected a whole number of at least 1, got 0.\n"
                + "  Fix: pass 1 or more.");
    assertThatThrownBy(() -> squeezeExcite(0))
        .hasMessage(
            "SqueezeExcite.ratio: expected a whole number of at least 1, got 0.\n"
                + "  Fix: pass 1 or more.");
  }
}
