// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.engine.Engine;
import io.fovea.graph.GraphBuilder;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// A small graph whose result another framework computed.
///
/// @param name as in the golden file
/// @param inputs what is fed
/// @param body makes the result from the inputs
/// @param expected the other framework's numbers, row-major
/// @param tolerance largest difference: the file's digits, and rounding
public record GoldenCase(
    String name, List<Tensor> inputs, OpCase.Body body, List<Double> expected, double tolerance) {
  /// Copies the lists.
  public GoldenCase {
    inputs = List.copyOf(inputs);
    expected = List.copyOf(expected);
  }

  /// Runs the graph and compares.
  ///
  /// @throws AssertionError naming case, element and both numbers
  public void check(Engine engine) {
    var g = new GraphBuilder();
    var values =
        IntStream.range(0, inputs.size())
            .mapToObj(i -> g.input("x" + i, inputs.get(i).shape()))
            .toList();
    var graph = g.build(body.build(g, values).subList(0, 1));
    var got = GraphRun.results(engine, graph, inputs, 0).getFirst();
    if (got.elements() != expected.size()) {
      throw new AssertionError(
          "GoldenCase: %s: expected %d numbers, got %s"
              .formatted(name, expected.size(), got.shape()));
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!(Math.abs(expected.get(i) - got.get(i)) <= tolerance)) {
        throw new AssertionError(
            "GoldenCase: %s on %s: element %s of %s: expected %s, got %s, tolerance %.1e"
                .formatted(
                    name,
                    engine.name(),
                    Seed.index(got.shape(), i),
                    got.shape(),
                    expected.get(i),
                    got.get(i),
                    tolerance));
      }
    }
  }

  /// The name.
  @Override
  public String toString() {
    return name;
  }
}
