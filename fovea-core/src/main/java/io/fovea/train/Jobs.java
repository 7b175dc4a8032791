package io.fovea.train;

import io.fovea.graph.Gradients;
import io.fovea.graph.Graph;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Initializer;
import io.fovea.graph.Op;
import io.fovea.graph.Passes;
import io.fovea.graph.Penalty;
import io.fovea.graph.Variable;
import io.fovea.loss.Loss;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.optim.Optimizer;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The graphs of a model: one for each thing it does, all sharing its variables.
final class Jobs {
  /// Names of the inputs that jobs add to those of the network.
  static final String WEIGHTS = "sample weights";

  static final String SCALARS = "optimizer scalars";

  private Jobs() {}

  /// Name of the labels of one output.
  static String labels(int output) {
    return output == 0 ? "labels" : "labels " + output;
  }

  /// Where a job with several outputs gives the loss of one of them.
  static int lossAt(int output) {
    return 1 + output;
  }

  /// Where a job gives the predictions of one of its outputs.
  static int predictionsAt(int output, int outputs) {
    return outputs == 1 ? 1 : 1 + outputs + output;
  }

  /// Pictures to predictions.
  static Graph predict(Network network, int batch) {
    return Passes.forInference(Passes.resolve(network.graph().batch(batch), false));
  }

  /// Pictures, labels and weights to losses and predictions.
  static Graph evaluate(Network network, List<Objective> objectives, int batch) {
    return Passes.forInference(
        Passes.resolve(withLoss(network, objectives, false).batch(batch), false));
  }

  /// Pictures, labels, weights and optimizer scalars to losses and predictions; updates every
  /// trainable parameter.
  static Graph train(
      Network network,
      List<Objective> objectives,
      Optimizer optimizer,
      Map<Variable, List<Variable>> slots,
      int batch) {
    var forward =
        Passes.foldPads(Passes.resolve(withLoss(network, objectives, true).batch(batch), true));
    var g = GraphBuilder.continuing(forward);
    var trained = forward.variables().stream().filter(Variable::trainable).toList();
    var reads = trained.stream().map(g::read).toList();
    var gradients =
        optimizer.clipping().on(g, Gradients.of(forward, g, forward.outputs().getFirst(), reads));
    var rule = optimizer.rule();
    var scalars = g.input(SCALARS, Shape.of(rule.scalars(0, 0).length));
    for (int i = 0; i < trained.size(); i++) {
      var variable = trained.get(i);
      g.enter(variable.path());
      var remembered = slots.getOrDefault(variable, List.of());
      g.addAll(new Op.Update(variable, remembered, rule), gradients.get(i), scalars);
      g.leave();
    }
    return Passes.forTraining(g.build(forward.outputs()));
  }

  /// What the optimizer remembers about each parameter: as before where it is known, else new.
  static Map<Variable, List<Variable>> slots(
      List<Variable> parameters, Optimizer optimizer, Map<Variable, List<Variable>> before) {
    var rule = optimizer.rule();
    var slots = new HashMap<Variable, List<Variable>>();
    for (var parameter : parameters) {
      slots.put(
          parameter,
          before.getOrDefault(
              parameter,
              IntStream.range(0, rule.slots())
                  .mapToObj(i -> slot(parameter, i, rule.initial(i)))
                  .toList()));
    }
    return slots;
  }

  private static Variable slot(Variable parameter, int index, float initial) {
    return new Variable(
        parameter.path() + "/slot" + index,
        parameter.shape(),
        Variable.Kind.SLOT,
        Initializer.constant(initial),
        Penalty.NONE);
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
    var weights = any.input(WEIGHTS);
    var labels = new ArrayList<Node>();
    var losses = new ArrayList<Node>();
    for (int i = 0; i < objectives.size(); i++) {
      var loss = objectives.get(i).loss();
      var shape = loss.labelShape(predictions.get(i).shape());
      labels.add(any.input(labels(i), withoutBatch(shape)));
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
