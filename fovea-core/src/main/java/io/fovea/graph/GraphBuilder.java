// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Adds steps to a growing graph, checks shapes while doing so, and has a word for each common piece
/// of arithmetic.
///
/// Mutable, for one thread. Effects may be added at any time; they go to the end of the graph.
public final class GraphBuilder {
  private final List<Step> steps = new ArrayList<>();
  private final List<Step> effects = new ArrayList<>();
  private final Map<Variable, Value> reads = new HashMap<>();
  private final Map<Value, Step> makers = new HashMap<>();
  private final Deque<String> paths = new ArrayDeque<>(List.of(""));
  private int values;

  /// Starts from the steps of a graph, whose values stay valid.
  public static GraphBuilder continuing(Graph graph) {
    var builder = new GraphBuilder();
    for (var step : graph.steps()) {
      (step.isEffect() ? builder.effects : builder.steps).add(step);
      for (var output : step.outputs()) {
        builder.values = Math.max(builder.values, output.id() + 1);
        builder.makers.put(output, step);
        if (step.op() instanceof Op.Read(var variable)) {
          builder.reads.put(variable, output);
        }
      }
    }
    return builder;
  }

  /// The graph so far.
  public Graph build(List<Value> outputs) {
    var all = new ArrayList<>(steps);
    all.addAll(effects);
    return new Graph(all, outputs);
  }

  /// The step that makes a value of this graph.
  public Step maker(Value value) {
    var step = makers.get(value);
    if (step == null) {
      throw new IllegalArgumentException(value + " is no value of this graph.");
    }
    return step;
  }

  /// Steps added from now until [#leave] carry this path.
  public void enter(String path) {
    paths.push(path);
  }

  /// Ends the innermost [#enter].
  public void leave() {
    paths.pop();
  }

  /// The path that steps added now carry.
  public String path() {
    return paths.element();
  }

  /// Adds a step with one result under the current path.
  public Value add(Op op, Value... inputs) {
    return addAll(path(), op, List.of(inputs)).getFirst();
  }

  /// Adds a step under the current path; all its results.
  public List<Value> addAll(Op op, Value... inputs) {
    return addAll(path(), op, List.of(inputs));
  }

  /// Adds a step; all its results.
  public List<Value> addAll(String path, Op op, List<Value> inputs) {
    if (op instanceof Op.Read(var variable) && reads.containsKey(variable)) {
      return List.of(reads.get(variable));
    }
    var shapes = Shapes.infer(path, op, inputs.stream().map(Value::shape).toList());
    var types = Shapes.types(op, shapes.size());
    var outputs =
        IntStream.range(0, shapes.size())
            .mapToObj(i -> new Value(values++, shapes.get(i), types.get(i)))
            .toList();
    var step = new Step(path, op, inputs, outputs);
    (step.isEffect() ? effects : steps).add(step);
    outputs.forEach(output -> makers.put(output, step));
    if (op instanceof Op.Read(var variable)) {
      reads.put(variable, outputs.getFirst());
    }
    return outputs;
  }

  /// A value fed before each run.
  public Value input(String name, Shape shape) {
    return add(new Op.Input(name, shape));
  }

  /// What a variable holds.
  public Value read(Variable variable) {
    return add(new Op.Read(variable));
  }

  /// One number, for arithmetic with values of any shape.
  public Value scalar(double value) {
    return add(new Op.Fill(value, Shape.scalar()));
  }

  /// `a + b`.
  public Value plus(Value a, Value b) {
    return add(new Op.Binary(Op.Binary.Kind.ADD), a, b);
  }

  /// `a - b`.
  public Value minus(Value a, Value b) {
    return add(new Op.Binary(Op.Binary.Kind.SUB), a, b);
  }

  /// `a b`.
  public Value times(Value a, Value b) {
    return add(new Op.Binary(Op.Binary.Kind.MUL), a, b);
  }

  /// `a / b`.
  public Value over(Value a, Value b) {
    return add(new Op.Binary(Op.Binary.Kind.DIV), a, b);
  }

  /// `scale x`.
  public Value scaled(Value x, double scale) {
    return scale == 1 ? x : map(x, Eltwise.linear(scale, 0));
  }

  /// A function of each element.
  public Value map(Value x, Eltwise function) {
    return add(new Op.Map(function), x);
  }

  /// Comparison or extremum, element by element.
  public Value binary(Op.Binary.Kind kind, Value a, Value b) {
    return add(new Op.Binary(kind), a, b);
  }

  /// Sum along axes, which stay with size 1.
  public Value sum(Value x, List<Integer> axes) {
    return axes.isEmpty() ? x : add(new Op.Reduce(Op.Reduce.Kind.SUM, axes), x);
  }

  /// Sum of all elements, a scalar.
  public Value sum(Value x) {
    return scalarOf(Op.Reduce.Kind.SUM, x);
  }

  /// Mean of all elements, a scalar.
  public Value mean(Value x) {
    return scalarOf(Op.Reduce.Kind.MEAN, x);
  }

  /// The same elements under another shape.
  public Value reshape(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : add(new Op.Reshape(shape), x);
  }

  /// `x` summed over the axes along which it was stretched from `shape`.
  public Value unbroadcast(Value x, Shape shape) {
    if (x.shape().equals(shape)) {
      return x;
    }
    int extra = x.shape().rank() - shape.rank();
    var axes =
        IntStream.range(0, x.shape().rank())
            .filter(i -> i < extra || (shape.get(i - extra) == 1 && x.shape().get(i) != 1))
            .boxed()
            .toList();
    return reshape(sum(x, axes), shape);
  }

  /// `x` repeated along axes of size 1 until it has this shape.
  public Value broadcast(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : add(new Op.Broadcast(shape), x);
  }

  private Value scalarOf(Op.Reduce.Kind kind, Value x) {
    var axes = IntStream.range(0, x.shape().rank()).boxed().toList();
    return axes.isEmpty()
        ? x
        : add(new Op.Reshape(Shape.scalar()), add(new Op.Reduce(kind, axes), x));
  }

  /// Several values as an array, for varargs.
  static Value[] array(List<Value> values) {
    return values.toArray(new Value[0]);
  }

  @Override
  public String toString() {
    return "GraphBuilder" + Arrays.asList(steps.size(), effects.size());
  }
}
