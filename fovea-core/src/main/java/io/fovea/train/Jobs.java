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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The graphs of a model: one for each thing it does, all sharing its variables.
final class Jobs {
  /// Names of the inputs that jobs add to those of the network.
  static final String LABELS = "labels";

  static final String WEIGHTS = "sample weights";
  static final String SCALARS = "optimizer scalars";

  private Jobs() {}

  /// Pictures to predictions.
  static Graph predict(Network network, int batch) {
    return Passes.forInference(Passes.resolve(network.graph().batch(batch), false));
  }

  /// Pictures, labels and weights to loss and predictions.
  static Graph evaluate(Network network, Loss loss, int batch) {
    return Passes.forInference(Passes.resolve(withLoss(network, loss, false).batch(batch), false));
  }

  /// Pictures, labels, weights and optimizer scalars to loss and predictions; updates every
  /// trainable parameter.
  static Graph train(
      Network network,
      Loss loss,
      Optimizer optimizer,
      Map<Variable, List<Variable>> slots,
      int batch) {
    var forward = Passes.resolve(withLoss(network, loss, true).batch(batch), true);
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

  /// The network with its loss: the mean over the batch of per-example losses times sample weights,
  /// plus the prices on parameters. First output the loss, then the predictions.
  ///
  /// @param training whether auxiliary predictions and what belongs to them count
  private static Graph withLoss(Network network, Loss loss, boolean training) {
    var nodes = network.reopen();
    var predictions = nodes.getFirst();
    var labels = predictions.input(LABELS, withoutBatch(loss.labelShape(predictions.shape())));
    var weights = predictions.input(WEIGHTS);
    var total = mean(loss, labels, predictions, weights);
    for (int i = 0; training && i < network.auxiliaries().size(); i++) {
      var auxiliary = nodes.get(network.graph().outputs().size() + i);
      double weight = network.auxiliaries().get(i).weight();
      total = total.plus(mean(loss, labels, auxiliary, weights).times(weight));
    }
    var counted = training ? network.variables() : network.lastingVariables();
    return Network.graphTo(total.plus(penalties(predictions, counted)), predictions);
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
