// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.engine.reference.ReferencePlan;
import io.fovea.graph.Gradients;
import io.fovea.graph.Graph;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.graph.Value;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Compares gradients with central differences, in double precision on the reference engine.
///
/// ```java
/// GradientCheck.check(OpCase.of("3x3", new Op.Softmax(), Operand.of("x", 3, 3)));
/// GradientCheck.check(new MyLayer(3), Tensor.generate(Shape.of(2, 5, 5, 4), i -> Math.sin(i)));
/// ```
public final class GradientCheck {
  /// Elements tried per input; of a large input evenly spread ones.
  private static final int ENTRIES = 30;

  /// Of the size of an element, or of 1 if it is smaller.
  private static final double STEP = 1e-6;

  /// Share of a slope that may be wrong: the differences are good to about 1e-8, a wrong rule is off
  /// by far more.
  private static final double RELATIVE = 1e-6;

  /// Rounding of a sum, in units of its terms' total size; the factor leaves room for sums inside.
  private static final double ROUNDING = 16 * 0x1p-53;

  private GradientCheck() {}

  /// Checks the gradients of a case's results for each checked operand.
  ///
  /// @throws AssertionError naming case, input, element and both slopes
  public static void check(OpCase c) {
    var graph = c.graph();
    var free = Freed.of(graph, c.inputs(Seed.rng()), c.checked());
    check(c.name(), free);
  }

  /// Checks the gradients of a graph's float32 outputs for all its inputs and parameters.
  ///
  /// @param name of the case, for messages
  /// @param graph all shapes known, phases resolved; effects are left out
  /// @param inputs one per input of the graph, in order, away from kinks and ties
  /// @throws AssertionError naming case, input or variable, element and both slopes
  public static void check(String name, Graph graph, List<Tensor> inputs) {
    var all = IntStream.range(0, inputs.size()).boxed().toList();
    check(name, Freed.of(graph, inputs, all));
  }

  /// Checks a layer as it trains: the gradients of its output for its input and for the parameters
  /// it declares, with their first values.
  ///
  /// @param input `[N, ...]`, away from kinks and ties
  /// @throws AssertionError naming layer, input or variable, element and both slopes
  public static void check(Layer layer, Tensor input) {
    var sizes = input.shape().slice(1, input.shape().rank()).toArray();
    var network = Network.to(Layers.input(sizes).then(layer));
    network.variables().forEach(variable -> variable.initialize(Seed.rng().at("initialize")));
    var graph = Passes.resolve(network.graph().batch(input.shape().get(0)), true);
    check(layer.toString(), graph, List.of(input));
  }

  private static void check(String name, Freed it) {
    long key = Seed.rng().at("run").key();
    var outputs = GraphRun.floats(it.graph().outputs());
    var g = GraphBuilder.continuing(it.graph());
    var loss = WeightedLoss.add(g, outputs, Seed.rng().at("weights"));
    var forward = g.build(List.of(loss));
    var targets = it.entries().stream().map(Entry::value).toList();
    var engine = new ReferenceEngine();
    try (var plan = engine.compile(forward);
        var backward = engine.compile(gradients(forward, loss, targets))) {
      it.feed(plan);
      it.feed(backward);
      backward.run(key);
      for (int i = 0; i < it.entries().size(); i++) {
        if (it.entries().get(i).checked()) {
          var slopes = new double[it.entries().get(i).values().length];
          backward.fetch(i, slopes);
          compare(name, it.entries().get(i), i, slopes, plan, key);
        }
      }
    }
  }

  private static Graph gradients(Graph forward, Value loss, List<Value> targets) {
    var g = GraphBuilder.continuing(forward);
    return g.build(Gradients.of(forward, g, loss, targets));
  }

  private static void compare(
      String name, Entry entry, int input, double[] slopes, ReferencePlan plan, long key) {
    double[] values = entry.values().clone();
    int tried = Math.min(ENTRIES, values.length);
    for (int k = 0; k < tried; k++) {
      int at = tried == 1 ? 0 : (int) ((long) k * (values.length - 1) / (tried - 1));
      double x = values[at];
      double step = STEP * Math.max(1, Math.abs(x));
      double above = loss(plan, input, values, at, x + step, key);
      double below = loss(plan, input, values, at, x - step, key);
      values[at] = x;
      double numeric = (above - below) / ((x + step) - (x - step));
      double tolerance =
          RELATIVE * Math.max(1, Math.max(Math.abs(numeric), Math.abs(slopes[at])))
              + ROUNDING * Math.abs(above) / step;
      // written so that NaN fails
      if (!(Math.abs(numeric - slopes[at]) <= tolerance)) {
        throw new AssertionError(
            "GradientCheck: %s: %s %s, element %s = %s: expected slope %s (central differences), got %s (gradient rules), tolerance %.1e. %s"
                .formatted(
                    name,
                    entry.name(),
                    entry.shape(),
                    Seed.index(entry.shape(), at),
                    x,
                    numeric,
                    slopes[at],
                    tolerance,
                    Seed.repeat()));
      }
    }
    plan.feed(input, values);
  }

  private static double loss(
      ReferencePlan plan, int input, double[] values, int at, double x, long key) {
    values[at] = x;
    plan.feed(input, values);
    plan.run(key);
    var loss = new double[1];
    plan.fetch(0, loss);
    return loss[0];
  }

  /// One thing to differentiate for: an input, or a variable turned into one.
  private record Entry(String name, Value value, double[] values, boolean checked) {
    Shape shape() {
      return value.shape();
    }
  }

  /// A graph in which variables are inputs too, so that they can be moved by less than a float32.
  private record Freed(Graph graph, List<Entry> entries) {
    static Freed of(Graph graph, List<Tensor> inputs, List<Integer> checked) {
      var entries = new ArrayList<Entry>();
      var given = new ArrayList<>(inputs);
      var free =
          graph.rewrite((step, in, g) -> {
            if (step.isEffect()) {
              return List.of();
            }
            if (step.op() instanceof Op.Read(var variable)) {
              var value = g.input(variable.path(), variable.shape());
              entries.add(
                  new Entry("variable " + variable.path(), value, doubles(variable.read()), true));
              return List.of(value);
            }
            var results = g.addAll(step.path(), step.op(), in);
            if (step.op() instanceof Op.Input(String name, _)) {
              boolean check = checked.contains(inputs.size() - given.size());
              var values = doubles(given.removeFirst().toArray());
              entries.add(new Entry("input " + name, results.getFirst(), values, check));
            }
            return results;
          });
      return new Freed(free, entries);
    }

    void feed(ReferencePlan plan) {
      for (int i = 0; i < entries.size(); i++) {
        plan.feed(i, entries.get(i).values());
      }
    }

    private static double[] doubles(float[] from) {
      return IntStream.range(0, from.length).mapToDouble(i -> from[i]).toArray();
    }
  }
}
