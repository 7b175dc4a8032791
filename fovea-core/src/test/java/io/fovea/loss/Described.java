// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.engine.reference.ReferencePlan;
import io.fovea.graph.Gradients;
import io.fovea.graph.Graph;
import io.fovea.graph.GraphBuilder;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import java.util.List;
import java.util.function.UnaryOperator;

/// A loss behind `x`, described for a number of examples and run on the reference engine in double
/// precision.
final class Described {
  private final int examples;
  private final int outputs;
  private final Graph graph;
  private final ReferencePlan plan;

  /// @param head what happens to `[N, outputs]` before it is compared with labels
  Described(Loss loss, UnaryOperator<Node> head, int examples, int outputs, Shape labels) {
    this.examples = examples;
    this.outputs = outputs;
    var x = Layers.input(outputs);
    int[] sizes = labels.slice(1, labels.rank()).toArray();
    var value = loss.on(x.input("labels", sizes), head.apply(x));
    var forward = Network.to(value).graph().batch(examples);
    var g = GraphBuilder.continuing(forward);
    var perExample = forward.outputs().getFirst();
    var total = g.sum(perExample);
    var predictions = forward.inputs().getFirst().output();
    var slopes = Gradients.of(g.build(List.of(total)), g, total, List.of(predictions));
    graph = g.build(List.of(perExample, total, slopes.getFirst()));
    plan = new ReferenceEngine().compile(graph);
  }

  Graph graph() {
    return graph;
  }

  /// One number per example.
  double[] values(double[] x, double[] labels) {
    return run(x, labels, 0, examples);
  }

  /// The slope of the sum of all examples' losses, for each element of `x`.
  double[] slopes(double[] x, double[] labels) {
    return run(x, labels, 2, examples * outputs);
  }

  /// The same from differences between both sides of each element.
  double[] differences(double[] x, double[] labels, double step) {
    var slopes = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      var moved = x.clone();
      moved[i] = x[i] + step;
      double above = run(moved, labels, 1, 1)[0];
      moved[i] = x[i] - step;
      slopes[i] = (above - run(moved, labels, 1, 1)[0]) / (2 * step);
    }
    return slopes;
  }

  private double[] run(double[] x, double[] labels, int output, int elements) {
    plan.feed(0, x);
    plan.feed(1, labels);
    plan.run(0);
    var result = new double[elements];
    plan.fetch(output, result);
    return result;
  }
}
