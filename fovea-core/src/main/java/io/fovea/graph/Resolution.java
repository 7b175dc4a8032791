// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Chooses one branch of each [Op.Phase].
///
/// A layer that is used several times updates its state once for each use, one after the other, as when
/// the uses run in their order: what a later use adds to a state begins from what an earlier one left.
/// Outputs see the state that it was before the step.
///
/// Mutable, for one graph.
final class Resolution {
  private final Graph graph;
  private final boolean training;

  /// Values that outputs depend on.
  private final Set<Value> forward = new HashSet<>();

  private final Map<Variable, Assigned> assigned = new HashMap<>();

  /// What a state was given, and by which use of which layer.
  private record Assigned(Value value, String path) {}

  Resolution(Graph graph, boolean training) {
    this.graph = graph;
    this.training = training;
    graph.withoutEffects().prune().steps().forEach(step -> forward.addAll(step.outputs()));
  }

  Graph graph() {
    return graph.rewrite(this::resolve).prune();
  }

  private List<Value> resolve(Step step, List<Value> inputs, GraphBuilder builder) {
    return switch (step.op()) {
      case Op.Phase _ -> {
        boolean frozen =
            step.inputs().size() > 2
                && builder.maker(inputs.get(2)).op() instanceof Op.Read(var state)
                && state.frozen();
        yield List.of(inputs.get(training && !frozen ? 0 : 1));
      }
      case Op.Assign(var variable) when !training || variable.frozen() -> List.of();
      case Op.Assign(var variable) -> {
        var next = inTurn(step, inputs, builder);
        assigned.put(variable, new Assigned(next.getFirst(), step.path()));
        yield builder.addAll(step.path(), step.op(), next);
      }
      default -> builder.addAll(step.path(), step.op(), inTurn(step, inputs, builder));
    };
  }

  private List<Value> inTurn(Step step, List<Value> inputs, GraphBuilder builder) {
    if (step.outputs().stream().anyMatch(forward::contains)) {
      return inputs;
    }
    return inputs.stream().map(input -> latest(step, input, builder)).toList();
  }

  private Value latest(Step step, Value input, GraphBuilder builder) {
    if (builder.maker(input).op() instanceof Op.Read(var state) && assigned.containsKey(state)) {
      var before = Objects.requireNonNull(assigned.get(state));
      return before.path().equals(step.path()) ? input : before.value();
    }
    return input;
  }
}
