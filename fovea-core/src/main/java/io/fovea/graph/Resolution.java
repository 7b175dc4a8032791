// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /// What each state is given, by each use of its layer in turn.
  private final Map<Variable, List<Step>> assigned = new HashMap<>();

  /// What has taken the place of each value so far.
  private final Map<Value, Value> now = new HashMap<>();

  Resolution(Graph graph, boolean training) {
    this.graph = graph;
    this.training = training;
    graph.withoutEffects().prune().steps().forEach(step -> forward.addAll(step.outputs()));
    for (var step : graph.steps()) {
      if (step.op() instanceof Op.Assign(var state)) {
        assigned.computeIfAbsent(state, _ -> new ArrayList<>()).add(step);
      }
    }
  }

  Graph graph() {
    return graph.rewrite(this::resolve).prune();
  }

  private List<Value> resolve(Step step, List<Value> inputs, GraphBuilder builder) {
    var results = results(step, inputs, builder);
    for (int i = 0; i < results.size(); i++) {
      now.put(step.outputs().get(i), results.get(i));
    }
    return results;
  }

  private List<Value> results(Step step, List<Value> inputs, GraphBuilder builder) {
    return switch (step.op()) {
      case Op.Phase _ -> {
        boolean frozen =
            step.inputs().size() > 2
                && builder.maker(inputs.get(2)).op() instanceof Op.Read(var state)
                && state.frozen();
        yield List.of(inputs.get(training && !frozen ? 0 : 1));
      }
      case Op.Assign(var variable) when !training || variable.frozen() -> List.of();
      default -> builder.addAll(step.path(), step.op(), inTurn(step, inputs, builder));
    };
  }

  private List<Value> inTurn(Step step, List<Value> inputs, GraphBuilder builder) {
    if (step.outputs().stream().anyMatch(forward::contains)) {
      return inputs;
    }
    return inputs.stream().map(input -> latest(step, input, builder)).toList();
  }

  /// What the use before this one has left of a state.
  private Value latest(Step step, Value input, GraphBuilder builder) {
    if (!(builder.maker(input).op() instanceof Op.Read(var state))) {
      return input;
    }
    var latest = input;
    for (var assign : assigned.getOrDefault(state, List.of())) {
      if (step.path().equals(assign.path()) || step.path().startsWith(assign.path() + "/")) {
        return latest;
      }
      latest = now.getOrDefault(assign.inputs().getFirst(), input);
    }
    return input;
  }
}
