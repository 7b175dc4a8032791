// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.error.FoveaException;
import io.fovea.error.ShapeException;
import io.fovea.graph.Distribution;
import io.fovea.graph.Eltwise;
import io.fovea.graph.Initializer;
import io.fovea.graph.Op;
import io.fovea.graph.Penalty;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A described value: a shape, no data.
///
/// Made by [Layers#input]; every method adds to the same description and gives the node of its
/// result. For one thread.
@CheckReturnValue
public final class Node implements Arithmetic {
  private final Trace trace;
  private final Value value;

  Node(Trace trace, Value value) {
    this.trace = trace;
    this.value = value;
  }

  Trace trace() {
    return trace;
  }

  /// The value in the graph under description.
  public Value value() {
    return value;
  }

  @Override
  public Shape shape() {
    return value.shape();
  }

  /// Size of the last axis: depth of pictures, units of vectors.
  public int channels() {
    return shape().channels();
  }

  /// Where the description is now: the path of the layer under way.
  public String path() {
    return trace.path();
  }

  // ---- layers --------------------------------------------------------------------------------

  /// Applies layers one after the other, each under an automatic name (`conv2d`, `conv2d_1`, ...), a
  /// shared one under its own.
  public Node then(Layer... layers) {
    var x = this;
    for (var layer : Args.allGiven("Node.then", layers)) {
      x =
          switch (layer) {
            case Sequential sequence -> x.then(sequence.layers().toArray(Layer[]::new));
            case Shared shared -> x.then(shared.name(), shared);
            default -> x.then(Trace.stem(layer.type()), layer);
          };
    }
    return x;
  }

  /// Applies a layer under a name of your own, stable in files.
  public Node then(String name, Layer layer) {
    return trace.call(trace.unique(name), layer, List.of(this), () -> layer.on(this));
  }

  /// Applies a layer of several inputs or outputs, such as a model, under a name of your own.
  ///
  /// ```java
  /// List<Node> features = x.thenAll("backbone", backbone);
  /// List<Node> both = left.thenAll("pair", pair, right);
  /// ```
  ///
  /// @param others further inputs, behind this one
  /// @return all that it makes, in its order
  public List<Node> thenAll(String name, Layer layer, Node... others) {
    var inputs = Stream.concat(Stream.of(this), Arrays.stream(others)).toList();
    inputs.forEach(this::sameTrace);
    return trace.callAll(trace.unique(name), layer, inputs, () -> layer.onAll(inputs));
  }

  /// Makes one value of this and others under an automatic name (`add`, `add_1`, ...).
  public Node join(Join join, Node... others) {
    return join(Trace.stem(join.type()), join, others);
  }

  /// Makes one value of this and others under a name of your own.
  public Node join(String name, Join join, Node... others) {
    var inputs = Stream.concat(Stream.of(this), Arrays.stream(others)).toList();
    return trace.call(trace.unique(name), join, inputs, () -> join.on(this, others));
  }

  /// Trains a further prediction made from this node with the labels of the first output, so that
  /// the layers up to here learn from nearby (Szegedy et al. 2014, GoogLeNet). Prediction and
  /// evaluation make nothing of it.
  ///
  /// ```java
  /// x.auxiliary("aux1", 0.3, sequential(globalAvgPool2d(), dense(1000).softmax()));
  /// ```
  ///
  /// @param name of the head as a layer
  /// @param weight of its loss in training, beside 1 for the loss of the output
  /// @param head from here to a prediction of the shape of the output
  public void auxiliary(String name, double weight, Layer head) {
    then(name, head).auxiliary(weight);
  }

  /// Makes this node one more prediction to be trained, as above; for heads that are described step
  /// by step.
  ///
  /// @param weight of its loss in training, beside 1 for the loss of the output
  public void auxiliary(double weight) {
    trace.auxiliary(value, Args.positive("Node.auxiliary", weight));
  }

  /// Another input of the same description.
  ///
  /// @param sizes without the number of examples
  public Node input(String name, int... sizes) {
    return trace.input(name, Shape.of(Shape.OPEN).then(Shape.of(sizes)));
  }

  // ---- what a layer declares -----------------------------------------------------------------

  /// A trained parameter of the layer under way, first drawn by `initializer`.
  ///
  /// @param name unique in the layer, e.g. "kernel"
  public Node param(String name, Initializer initializer, int... sizes) {
    return param(name, initializer, Penalty.NONE, sizes);
  }

  /// A trained parameter with a price on its size.
  public Node param(String name, Initializer initializer, Penalty penalty, int... sizes) {
    return declare(name, Variable.Kind.PARAMETER, initializer, penalty, sizes);
  }

  /// Numbers that training updates without gradients, see [#update].
  public Node state(String name, Initializer initializer, int... sizes) {
    return declare(name, Variable.Kind.STATE, initializer, Penalty.NONE, sizes);
  }

  /// A variable of this or another description.
  public Node read(Variable variable) {
    return trace.use(variable);
  }

  private Node declare(
      String name, Variable.Kind kind, Initializer initializer, Penalty penalty, int... sizes) {
    return trace.declare(name, Shape.of(sizes), kind, initializer, penalty);
  }

  /// After each training step, this state takes the value of `next`.
  public void update(Node next) {
    var op = new Op.Assign(stateVariable());
    if (!trace.emit(op, List.of(next.value)).isEmpty()) {
      throw new AssertionError("an effect has no results");
    }
  }

  private Variable stateVariable() {
    if (trace.builder().maker(value).op() instanceof Op.Read(var variable)) {
      return variable;
    }
    throw new IllegalStateException(
        FoveaException.format(
            path(), "a state to update", "a computed value", "update what state(...) returned."));
  }

  /// This node while training, `inference` otherwise.
  public Node inTraining(Node inference) {
    return op(new Op.Phase(), inference);
  }

  /// This node while training, `inference` otherwise and wherever `state` is frozen.
  public Node inTraining(Node inference, Node state) {
    return op(new Op.Phase(), inference, state);
  }

  /// Random numbers, drawn anew at each step.
  ///
  /// @param shape its first axis may be open: as many examples as this node has
  public Node random(Distribution distribution, Shape shape) {
    long salt = Rng.of(0).at(trace.join(trace.unique("random"))).key();
    return op(new Op.Random(distribution, shape, salt));
  }

  /// The same number everywhere.
  public Node fill(double number, int... sizes) {
    return sourced(new Op.Fill(number, Shape.of(sizes)));
  }

  /// Given numbers.
  public Node literal(Tensor tensor) {
    return sourced(new Op.Literal(tensor));
  }

  // ---- ops -----------------------------------------------------------------------------------

  @Override
  public Node op(Op op, Node... others) {
    return ops(op, others).getFirst();
  }

  /// Any op with this node as its first input; all its results.
  public List<Node> ops(Op op, Node... others) {
    for (var other : others) {
      sameTrace(other);
    }
    var inputs = Stream.concat(Stream.of(value), Arrays.stream(others).map(Node::value)).toList();
    return trace.emit(op, inputs).stream().map(result -> new Node(trace, result)).toList();
  }

  private Node sourced(Op op) {
    return new Node(trace, trace.emit(op, List.of()).getFirst());
  }

  /// What `activation` was applied to, if this node is the direct result of that.
  ///
  /// @param activation [Activation#SOFTMAX] or [Activation#SIGMOID]
  public Optional<Node> logits(Activation activation) {
    var maker = trace.builder().maker(value);
    while (maker.op() instanceof Op.Phase
        && maker.inputs().getFirst().equals(maker.inputs().get(1))) {
      maker = trace.builder().maker(maker.inputs().getFirst()); // a layer that gives back its input
    }
    boolean found =
        switch (activation) {
          case SOFTMAX -> maker.op() instanceof Op.Softmax;
          case SIGMOID ->
              maker.op() instanceof Op.Map(Eltwise f) && f.kind() == Eltwise.Kind.SIGMOID;
          default -> false;
        };
    return found ? Optional.of(new Node(trace, maker.inputs().getFirst())) : Optional.empty();
  }

  /// Throws unless this node has `rank` axes; `layout` names them, as in `[N, H, W, C]`.
  public void requireRank(int rank, String who, String layout, String fix) {
    if (shape().rank() != rank) {
      throw new ShapeException(
          path(), who + " to get " + rank + " axes " + layout, "shape " + shape(), fix);
    }
  }

  /// Throws unless this node is a batch of pictures.
  void requirePictures(String who) {
    requireRank(
        4,
        who,
        "[N, H, W, C]",
        "give it the output of an image layer; a flatten() above it removes H and W.");
  }

  void sameTrace(Node other) {
    if (other.trace != trace) {
      throw new IllegalArgumentException(
          FoveaException.format(
              path(),
              "two nodes of one description",
              "nodes of two",
              "make the second input with first.input(name, sizes)."));
    }
  }

  @Override
  public String toString() {
    return "Node" + shape();
  }
}
