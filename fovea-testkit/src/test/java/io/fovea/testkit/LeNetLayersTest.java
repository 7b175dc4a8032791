// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.partialConv2d;
import static io.fovea.nn.Layers.rbf;
import static io.fovea.nn.Layers.scaledTanh;
import static io.fovea.nn.Layers.subsampling2d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Passes;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.nn.Rbf;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.zoo.Zoo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The layers of LeNet-5 as published.
class LeNetLayersTest {
  private static final Tensor PICTURE =
      Tensor.generate(Shape.of(2, 4, 4, 3), i -> (float) Math.sin(i));

  private static Tensor answer(Network network, Tensor input) {
    var graph = Passes.resolve(network.graph().batch(input.shape().get(0)), false);
    var values = new ReferenceEngine().evaluate(graph, List.of(input), 0);
    return values.getOrDefault(graph.outputs().getFirst(), Tensor.vector());
  }

  @Test
  void subsamplingScalesAndShiftsTheMean() {
    var network = Network.to(subsampling2d(2).on(input(2, 2, 2)));
    network.variables().get(0).write(new float[] {2, 3});
    network.variables().get(1).write(new float[] {0.5f, -1});
    var pixels = Tensor.of(Shape.of(1, 2, 2, 2), 1, 10, 2, 20, 3, 30, 6, 40);
    // means 3 and 25
    assertThat(answer(network, pixels).toArray()).containsExactly(2 * 3 + 0.5f, 3 * 25 - 1);
  }

  @Test
  void filtersSeeTheMapsOfTheTable() {
    var network =
        Network.to(partialConv2d(List.of(List.of(2), List.of(0, 1)), 1).on(input(1, 1, 3)));
    assertThat(network.variables())
        .extracting(Variable::toString)
        .containsExactly("kernel [1, 1, 1, 3]", "bias [2]");
    network.variables().get(0).write(new float[] {5, 7, 11});
    network.variables().get(1).write(new float[] {100, 200});
    var pixel = Tensor.of(Shape.of(1, 1, 1, 3), 1, 2, 3);
    assertThat(answer(network, pixel).toArray()).containsExactly(5 * 3 + 100, 7 * 1 + 11 * 2 + 200);
  }

  @Test
  void distancesAreSquared() {
    var centres = Tensor.of(Shape.of(2, 3), 1, 0, -1, 2, 2, 2);
    var network = Network.to(rbf(centres).on(input(3)));
    var point = Tensor.of(Shape.of(1, 3), 1, 2, 3);
    assertThat(answer(network, point).toArray()).containsExactly(0 + 4 + 16, 1 + 0 + 1);
  }

  @Test
  void oneStaysOne() {
    var network = Network.to(scaledTanh().on(input(2)));
    var answer = answer(network, Tensor.of(Shape.of(1, 2), 1, -1));
    // the paper's constant has five digits
    assertThat(answer.get(0)).isCloseTo(1, within(2e-5f));
    assertThat(answer.get(1)).isCloseTo(-1, within(2e-5f));
  }

  static Stream<Layer> layers() {
    var table = List.of(List.of(0, 2), List.of(1), List.of(0, 1, 2));
    return Stream.of(subsampling2d(2), partialConv2d(table, 3), scaledTanh(), new Distances());
  }

  private record Distances() implements Layer {
    @Override
    public Node on(Node x) {
      var centres = Tensor.generate(Shape.of(5, 48), i -> (float) Math.cos(i));
      return rbf(centres).on(x.reshape(Shape.OPEN, 48));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void gradientsAreRight(Layer layer) {
    GradientCheck.check(layer, PICTURE);
  }

  // LeCun et al. 1998, section II.B; subsampling and connection table included
  @ParameterizedTest
  @CsvSource({"C1, 156", "S2, 12", "C3, 1516", "S4, 32", "C5, 48120", "F6, 10164"})
  void layersHaveThePapersParameters(String name, long count) {
    var layer =
        Zoo.entry("lenet5-original").described().layers().stream()
            .filter(call -> call.path().equals(name))
            .findFirst()
            .orElseThrow();
    assertThat(layer.variables()).allMatch(Variable::trainable);
    assertThat(layer.variables().stream().mapToLong(v -> v.shape().elements()).sum())
        .isEqualTo(count);
  }

  @Test
  void codesOfDigitsDiffer() {
    // a digit at its own code has distance 0, and every other differs in at least 4 of 84 pixels
    var model = Zoo.entry("lenet5-original").described();
    var codes =
        model.layers().stream()
            .flatMap(call -> call.layer() instanceof Rbf(var c) ? Stream.of(c) : Stream.empty())
            .findFirst()
            .orElseThrow();
    assertThat(codes.shape()).isEqualTo(Shape.of(10, 84));
    var distances = answer(Network.to(rbf(codes).on(input(84))), codes);
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        float distance = distances.get(10 * i + j);
        assertThat(distance).isGreaterThanOrEqualTo(i == j ? 0 : 4 * 4);
        assertThat(i == j ? distance : 0).isZero();
      }
    }
  }

  @Test
  void wrongTablesAndCentresAreNamed() {
    assertThatThrownBy(() -> input(4, 4, 3).then("c3", partialConv2d(List.of(List.of(0, 3)), 3)))
        .hasMessage(
            "c3: expected a connection table with maps from 0 to 2, got [[0, 3]].\n"
                + "  Fix: list the maps of the input that each filter sees.");
    assertThatThrownBy(() -> input(3).then("out", rbf(Tensor.vector(1, 2))))
        .hasMessage(
            "out: expected centres [points, 3], as the input has, got [2].\n"
                + "  Fix: give each class a point with as many numbers as the input.");
  }
}
