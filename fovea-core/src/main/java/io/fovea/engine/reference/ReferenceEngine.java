// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.engine.Availability;
import io.fovea.engine.Engine;
import io.fovea.error.Args;
import io.fovea.graph.Graph;
import io.fovea.graph.Value;
import io.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs graphs in plain Java loops, in double precision: slow, always available, and the measure for
/// every other engine.
///
/// Without state; threads may share it.
public final class ReferenceEngine implements Engine {
  /// The engine; also called by `ServiceLoader`.
  public ReferenceEngine() {}

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Availability availability() {
    return new Availability(
        true,
        Runtime.version().toString(),
        "",
        Map.of("arithmetic", "double precision, plain Java, one thread"));
  }

  @Override
  public int priority() {
    return 0;
  }

  /// Makes a plan; the variables of the graph are kept in double precision from now on.
  @Override
  public ReferencePlan compile(Graph graph) {
    var plan = new ReferencePlan(graph);
    graph.variables().forEach(DoubleStorage::adopt);
    return plan;
  }

  /// Every value that a graph computes, by step; variables stay where and as they are.
  ///
  /// @param graph all shapes known, phases resolved; its effects are left out
  /// @param inputs one per input of the graph, in order
  /// @param key key of the random numbers, see [io.fovea.tensor.Rng#key()]
  /// @throws io.fovea.error.EngineException if the graph has open shapes or phases
  public Map<Value, Tensor> evaluate(Graph graph, List<Tensor> inputs, long key) {
    Args.check(
        inputs.size() == graph.inputs().size(),
        "ReferenceEngine.evaluate",
        graph.inputs().size() + " inputs",
        inputs.size(),
        "pass one tensor per input of the graph.");
    var steps = graph.steps().stream().filter(step -> !step.isEffect()).toList();
    var plan = new ReferencePlan(new Graph(steps, graph.outputs()));
    for (int i = 0; i < inputs.size(); i++) {
      plan.feed(i, inputs.get(i).toArray());
    }
    plan.run(key);
    var values = new LinkedHashMap<Value, Tensor>();
    for (var step : steps) {
      for (var output : step.outputs()) {
        var block = plan.block(output);
        values.put(output, Tensor.generate(block.shape(), i -> block.values()[i]));
      }
    }
    return values;
  }
}
