// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.engine.Engine;
import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Value;
import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Runs a graph once.
///
/// ```java
/// var y = GraphRun.results(engine, new Op.Softmax(), Tensor.vector(1, 2, 3)).getFirst();
/// ```
public final class GraphRun {
  private GraphRun() {}

  /// The outputs of a graph.
  ///
  /// @param graph all shapes known, phases resolved
  /// @param inputs one per input of the graph, in order
  /// @param key key of the random numbers, see [io.fovea.tensor.Rng#key()]
  public static List<Tensor> results(Engine engine, Graph graph, List<Tensor> inputs, long key) {
    try (var plan = engine.compile(graph)) {
      feed(plan, inputs);
      plan.run(key);
      return fetch(plan, graph.outputs());
    }
  }

  /// The float32 results of one op.
  public static List<Tensor> results(Engine engine, Op op, Tensor... inputs) {
    var g = new GraphBuilder();
    var values =
        IntStream.range(0, inputs.length)
            .mapToObj(i -> g.input("x" + i, inputs[i].shape()))
            .toList();
    var outputs = floats(g.addAll(g.path(), op, values));
    return results(engine, g.build(outputs), Arrays.asList(inputs), 0);
  }

  static void feed(Plan plan, List<Tensor> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      plan.feed(i, inputs.get(i).toArray());
    }
  }

  static List<Tensor> fetch(Plan plan, List<Value> outputs) {
    return IntStream.range(0, outputs.size())
        .mapToObj(i -> {
          var shape = outputs.get(i).shape();
          var values = new float[Math.toIntExact(shape.elements())];
          plan.fetch(i, values);
          return Tensor.of(shape, values);
        })
        .toList();
  }

  /// The values that hold numbers, not places in windows.
  static List<Value> floats(List<Value> values) {
    return values.stream().filter(value -> value.type() == DType.FLOAT32).toList();
  }
}
