// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Steps in an order in which they may run, and the values somebody wants from them.
///
/// Effects (updates of variables) come last, so every other step reads variables as they were.
///
/// @param steps in running order
/// @param outputs what a caller reads after a run
public record Graph(List<Step> steps, List<Value> outputs) {
  /// Copies the lists.
  public Graph {
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
  }

  /// The steps that are fed from outside, in order of description.
  public List<Step> inputs() {
    return steps.stream().filter(step -> step.op() instanceof Op.Input).toList();
  }

  /// All variables that are read or changed, each once, in order of first use.
  public List<Variable> variables() {
    var found = new java.util.LinkedHashSet<Variable>();
    for (var step : steps) {
      switch (step.op()) {
        case Op.Read(var variable) -> found.add(variable);
        case Op.Assign(var variable) -> found.add(variable);
        case Op.Update(var variable, var slots, _) -> {
          found.add(variable);
          found.addAll(slots);
        }
        default -> {}
      }
    }
    return List.copyOf(found);
  }

  /// The same graph for a known number of examples: every open first axis of an input becomes
  /// `examples`, and all shapes behind it follow.
  public Graph batch(int examples) {
    return rewrite((step, inputs, builder) ->
        step.op() instanceof Op.Input(String name, Shape shape)
                && shape.rank() > 0
                && shape.get(0) == Shape.OPEN
            ? builder.addAll(step.path(), new Op.Input(name, shape.batch(examples)), inputs)
            : builder.addAll(step.path(), step.op(), inputs));
  }

  /// The same graph without the steps whose results nobody reads. Inputs stay, so that their
  /// positions do not depend on what is read.
  public Graph prune() {
    Set<Value> wanted = new HashSet<>(outputs);
    var kept = new ArrayList<Step>();
    for (var step : steps.reversed()) {
      if (step.isEffect()
          || step.op() instanceof Op.Input
          || step.outputs().stream().anyMatch(wanted::contains)) {
        kept.add(step);
        wanted.addAll(step.inputs());
      }
    }
    return new Graph(kept.reversed(), outputs);
  }

  /// The same graph without updates of variables.
  public Graph withoutEffects() {
    return new Graph(steps.stream().filter(step -> !step.isEffect()).toList(), outputs);
  }

  /// Which steps read each value.
  public Map<Value, List<Step>> readers() {
    var readers = new HashMap<Value, List<Step>>();
    for (var step : steps) {
      for (var input : new HashSet<>(step.inputs())) {
        readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(step);
      }
    }
    return readers;
  }

  /// Which step makes each value.
  public Map<Value, Step> makers() {
    var makers = new HashMap<Value, Step>();
    steps.forEach(step -> step.outputs().forEach(output -> makers.put(output, step)));
    return makers;
  }

  /// Builds a new graph step by step.
  ///
  /// @param rule gets each step with its already rewritten inputs, adds what it wants instead, and
  ///     returns the values that take the place of the step's results
  public Graph rewrite(Rule rule) {
    var builder = new GraphBuilder();
    var now = new HashMap<Value, Value>();
    for (var step : steps) {
      var inputs = step.inputs().stream().map(now::get).toList();
      var results = rule.rewrite(step, inputs, builder);
      for (int i = 0; i < results.size(); i++) {
        now.put(step.outputs().get(i), results.get(i));
      }
    }
    return builder.build(outputs.stream().map(now::get).toList());
  }

  /// See [#rewrite(Rule)].
  @FunctionalInterface
  public interface Rule {
    /// The values that take the place of `step`'s results.
    List<Value> rewrite(Step step, List<Value> inputs, GraphBuilder builder);
  }

  /// One line per step, outputs last.
  @Override
  public String toString() {
    var text = new StringBuilder();
    steps.forEach(step -> text.append(step).append('\n'));
    return text.append("-> ").append(outputs).append('\n').toString();
  }

  /// The graph for Graphviz: `dot -Tsvg`.
  public String toDot() {
    var text = new StringBuilder("digraph fovea {\n  node [shape=box, fontname=\"monospace\"];\n");
    var makers = new HashMap<Value, Integer>();
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      var shapes = step.outputs().stream().map(v -> v.shape().toString()).toList();
      text.append(
          "  s%d [label=\"%s\\n%s %s\"];\n"
              .formatted(
                  i, step.path(), step.op().getClass().getSimpleName(), String.join(" ", shapes)));
      for (var input : step.inputs()) {
        text.append("  s%d -> s%d;\n".formatted(makers.get(input), i));
      }
      for (var output : step.outputs()) {
        makers.put(output, i);
      }
    }
    return text.append("}\n").toString();
  }
}
