// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.engine.Engine;
import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Gradients;
import io.fovea.graph.Graph;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Compares an engine with the reference engine: results, and every gradient.
///
/// ```java
/// var oracle = EngineComparison.with(engine);
/// oracle.check(new Op.MatMul(false, false), Operand.of("a", 3, 4), Operand.of("b", 4, 5));
/// OpCases.all().forEach(oracle::check);
/// ```
///
/// @param engine the engine under test
/// @param tolerance what its type of numbers allows; scaled for each value by its sums and sizes
public record EngineComparison(Engine engine, Tolerance tolerance) {
  /// A comparison of an engine that computes in float32.
  public static EngineComparison with(Engine engine) {
    return new EngineComparison(engine, Tolerance.f32());
  }

  /// The same comparison for another type of numbers.
  public EngineComparison tolerance(Tolerance tolerance) {
    return new EngineComparison(engine, tolerance);
  }

  /// Checks one op whose gradients are all defined.
  ///
  /// @throws AssertionError naming op, result, element and both numbers
  public void check(Op op, Operand... operands) {
    check(
        OpCase.of(
            List.of(operands).stream().map(Operand::shape).toList().toString(), op, operands));
  }

  /// Checks a case: results and, where there are rules, gradients, in two runs, so that a trace left
  /// by the first one shows.
  ///
  /// @throws AssertionError naming case, result, element and both numbers
  public void check(OpCase c) {
    var inputs = c.inputs(Seed.rng());
    // each engine gets variables of its own
    var expectedGraph = withGradients(c);
    var gotGraph = withGradients(c);
    var names = names(c, expectedGraph.outputs().size());
    var reference = new ReferenceEngine();
    var values = reference.evaluate(expectedGraph, inputs, key(0));
    var rounding = new Rounding(expectedGraph, values);
    try (var expected = reference.compile(expectedGraph);
        var got = engine.compile(gotGraph)) {
      for (int run = 0; run < 2; run++) {
        GraphRun.feed(expected, inputs);
        GraphRun.feed(got, inputs);
        expected.run(key(run));
        got.run(key(run));
        compare(
            c.name() + ", run " + (run + 1),
            names,
            expectedGraph,
            rounding,
            GraphRun.fetch(expected, expectedGraph.outputs()),
            GraphRun.fetch(got, gotGraph.outputs()));
      }
    }
  }

  /// Checks the outputs of a graph, e.g. of a whole network. Variables end where the engine under
  /// test keeps them, changed by the graph's effects.
  ///
  /// @param name of the case, for messages
  /// @param graph all shapes known, phases resolved
  /// @param inputs one per input of the graph, in order
  /// @throws AssertionError naming case, output, element and both numbers
  public void check(String name, Graph graph, List<Tensor> inputs) {
    var values = new ReferenceEngine().evaluate(graph, inputs, key(0));
    var expected =
        graph.outputs().stream()
            .map(output -> values.getOrDefault(output, Tensor.vector()))
            .toList();
    var got = GraphRun.results(engine, graph, inputs, key(0));
    var names = Collections.nCopies(expected.size(), "output");
    compare(name, names, graph, new Rounding(graph, values), expected, got);
  }

  /// Checks a layer as it trains: its output, and the gradients for its input and for the parameters
  /// it declares, with their first values.
  ///
  /// @param input `[N, ...]`
  /// @throws AssertionError naming layer, result, element and both numbers
  public void check(Layer layer, Tensor input) {
    var sizes = input.shape().slice(1, input.shape().rank()).toArray();
    var network = Network.to(Layers.input(sizes).then(layer));
    network.variables().forEach(variable -> variable.initialize(Seed.rng().at("initialize")));
    int examples = input.shape().get(0);
    var forward = Passes.resolve(network.graph().batch(examples), true).withoutEffects();
    var g = GraphBuilder.continuing(forward);
    var loss = WeightedLoss.add(g, forward.outputs(), Seed.rng().at("weights"));
    var targets = new ArrayList<>(List.of(forward.inputs().getFirst().output()));
    forward.variables().stream().filter(Variable::trainable).map(g::read).forEach(targets::add);
    var outputs = new ArrayList<>(forward.outputs());
    outputs.addAll(Gradients.of(g.build(List.of(loss)), g, loss, targets));
    check(layer.toString(), Passes.forTraining(g.build(outputs)), List.of(input));
  }

  private static long key(int run) {
    return Seed.rng().at("run").at(run).key();
  }

  /// A case and what flows back from it, where there are rules.
  static Graph withGradients(OpCase c) {
    var graph = c.graph();
    if (c.slope() == OpCase.Slope.NONE) {
      return graph;
    }
    var g = GraphBuilder.continuing(graph);
    var loss = WeightedLoss.add(g, graph.outputs(), Seed.rng().at("weights"));
    var inputs = graph.inputs();
    var targets = c.checked().stream().map(i -> inputs.get(i).output()).toList();
    var outputs = new ArrayList<>(graph.outputs());
    var forward = g.build(outputs);
    var backward = GraphBuilder.continuing(forward);
    outputs.addAll(Gradients.of(forward, backward, loss, targets));
    return backward.build(outputs);
  }

  /// What the outputs of such a graph are.
  static List<String> names(OpCase c, int outputs) {
    var names = new ArrayList<String>();
    var checked = c.slope() == OpCase.Slope.NONE ? List.<Integer>of() : c.checked();
    for (int i = 0; i < outputs - checked.size(); i++) {
      names.add("result " + i);
    }
    checked.forEach(i -> names.add("gradient of " + c.operands().get(i).name()));
    return names;
  }

  private void compare(
      String name,
      List<String> names,
      Graph graph,
      Rounding rounding,
      List<Tensor> expected,
      List<Tensor> got) {
    for (int k = 0; k < expected.size(); k++) {
      var bound = rounding.of(graph.outputs().get(k), tolerance);
      compare(name + ", " + names.get(k), expected.get(k), got.get(k), bound);
    }
  }

  private void compare(String what, Tensor expected, Tensor got, Tolerance bound) {
    int worst = -1;
    int off = 0;
    for (int i = 0; i < expected.elements(); i++) {
      if (!bound.accepts(expected.get(i), got.get(i))) {
        off++;
        worst =
            worst < 0 || distance(expected, got, i) > distance(expected, got, worst) ? i : worst;
      }
    }
    if (off > 0) {
      throw new AssertionError(
          "EngineComparison: %s: %s %s, element %s: expected %s (reference), got %s, tolerance %.1e; %d of %d elements are off, this one most. %s"
              .formatted(
                  engine.name(),
                  what,
                  expected.shape(),
                  Seed.index(expected.shape(), worst),
                  expected.get(worst),
                  got.get(worst),
                  bound.bound(),
                  off,
                  expected.elements(),
                  Seed.repeat()));
    }
  }

  private static double distance(Tensor a, Tensor b, int i) {
    double distance = Math.abs((double) a.get(i) - b.get(i));
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }
}
