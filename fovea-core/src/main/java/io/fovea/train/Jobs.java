// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.graph.Gradients;
import io.fovea.graph.Graph;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.graph.Variable;
import io.fovea.loss.Loss;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The graphs of a model: one for each thing it does, all sharing its variables.
final class Jobs {
  private Jobs() {}

  /// Pictures to predictions.
  static JobGraph predict(Network network, int batch) {
    return JobGraph.predicting(
        Passes.forInference(Passes.resolve(network.graph().batch(batch), false)));
  }

  /// Pictures, labels and weights to losses and predictions.
  static JobGraph evaluate(Network network, List<Objective> objectives, int batch) {
    var graph = withLoss(network, objectives, false).batch(batch);
    return JobGraph.learning(Passes.forInference(Passes.resolve(graph, false)), objectives.size());
  }

  /// Pictures, labels, weights and optimizer scalars to losses and predictions; updates every
  /// trainable parameter.
  static JobGraph train(Network network, Learning learning, int batch) {
    var objectives = learning.compiled().objectives();
    var optimizer = learning.compiled().optimizer();
    var forward =
        Passes.foldPads(Passes.resolve(withLoss(network, objectives, true).batch(batch), true));
    var g = GraphBuilder.continuing(forward);
    var trained = forward.variables().stream().filter(Variable::trainable).toList();
    var reads = trained.stream().map(g::read).toList();
    var gradients =
        optimizer.clipping().on(g, Gradients.of(forward, g, forward.outputs().getFirst(), reads));
    var rule = optimizer.rule();
    var scalars = g.input(JobGraph.SCALARS, Shape.of(rule.scalars(0, 0).length));
    for (int i = 0; i < trained.size(); i++) {
      var variable = trained.get(i);
      g.enter(variable.path());
      var remembered = learning.memory().getOrDefault(variable, List.of());
      g.addAll(new Op.Update(variable, remembered, rule), gradients.get(i), scalars);
      g.leave();
    }
    return JobGraph.learning(Passes.forTraining(g.build(forward.outputs())), objectives.size());
  }

  /// The network with its total loss: the sum over outputs of weight times loss, each loss the mean
  /// over the batch of per-example losses times sample weights, plus the prices on parameters.
  ///
  /// First output the total; with several outputs, the loss of each; then the predictions.
  ///
  /// @param objectives in the order of the outputs
  /// @param training whether auxiliary predictions and what belongs to them count
  private static Graph withLoss(Network network, List<Objective> objectives, boolean training) {
    var nodes = network.reopen();
    var predictions = nodes.subList(0, objectives.size());
    var any = predictions.getFirst();
    var weights = any.input(JobGraph.WEIGHTS);
    var labels = new ArrayList<Node>();
    var losses = new ArrayList<Node>();
    for (int i = 0; i < objectives.size(); i++) {
      var loss = objectives.get(i).loss();
      var shape = loss.labelShape(predictions.get(i).shape());
      labels.add(any.input(JobGraph.labels(i), withoutBatch(shape)));
      losses.add(mean(loss, labels.get(i), predictions.get(i), weights));
    }
    var first = objectives.getFirst();
    var total = weighted(losses.getFirst(), first.weight());
    for (int i = 1; i < losses.size(); i++) {
      total = total.plus(weighted(losses.get(i), objectives.get(i).weight()));
    }
    for (int i = 0; training && i < network.auxiliaries().size(); i++) {
      var auxiliary = nodes.get(objectives.size() + i);
      double weight = network.auxiliaries().get(i).weight() * first.weight();
      total = total.plus(mean(first.loss(), labels.getFirst(), auxiliary, weights).times(weight));
    }
    var counted = training ? network.variables() : network.lastingVariables();
    var results = new ArrayList<Node>(List.of(total.plus(penalties(any, counted))));
    if (losses.size() > 1) {
      results.addAll(losses);
    }
    results.addAll(predictions);
    return Network.graphTo(results.toArray(Node[]::new));
  }

  private static Node weighted(Node loss, double weight) {
    return weight == 1 ? loss : loss.times(weight);
  }

  private static Node mean(Loss loss, Node labels, Node predictions, Node weights) {
    return loss.on(labels, predictions).times(weights).mean(0).reshape();
  }

  private static Node penalties(Node any, List<Variable> variables) {
    var sum = any.fill(0);
    for (var variable : variables) {
      if (!variable.trainable()) {
        continue;
      }
      var w = any.read(variable);
      int[] axes = IntStream.range(0, w.shape().rank()).toArray();
      if (variable.penalty().l2() != 0) {
        sum = sum.plus(w.square().sum(axes).reshape().times(variable.penalty().l2()));
      }
      if (variable.penalty().l1() != 0) {
        sum = sum.plus(w.abs().sum(axes).reshape().times(variable.penalty().l1()));
      }
    }
    return sum;
  }

  private static int[] withoutBatch(Shape shape) {
    return shape.slice(1, shape.rank()).toArray();
  }
}
