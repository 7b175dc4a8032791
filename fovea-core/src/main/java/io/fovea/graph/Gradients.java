// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.graph.Op.Binary;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Reverse-mode differentiation: adds to a graph the steps that compute how a scalar changes with
/// given values. Each op has one rule, and the rule is made of ops.
public final class Gradients {
  private final Graph graph;
  private final GraphBuilder g;
  private final Map<Value, Value> slopes = new HashMap<>();

  private Gradients(Graph graph, GraphBuilder builder) {
    this.graph = graph;
    this.g = builder;
  }

  /// The gradients of `loss` for each of `targets`; zeros where `loss` does not depend on one.
  ///
  /// @param graph a graph of known shapes, without [Op.Phase]
  /// @param builder continues `graph`; the new steps go there
  /// @param loss a scalar of `graph`
  /// @param targets values of `graph`; parts that lead to none of them get no gradient steps
  public static List<Value> of(Graph graph, GraphBuilder builder, Value loss, List<Value> targets) {
    var gradients = new Gradients(graph, builder);
    gradients.backward(loss, gradients.leadingTo(targets));
    return targets.stream()
        .map(target ->
            Optional.ofNullable(gradients.slopes.get(target))
                .orElseGet(() -> builder.add(new Op.Fill(0, target.shape()))))
        .toList();
  }

  private Set<Value> leadingTo(List<Value> targets) {
    Set<Value> active = new HashSet<>(targets);
    for (var step : graph.steps()) {
      if (step.inputs().stream().anyMatch(active::contains)) {
        active.addAll(step.outputs());
      }
    }
    return active;
  }

  private void backward(Value loss, Set<Value> active) {
    slopes.put(loss, g.add(new Op.Fill(1, loss.shape())));
    for (var step : graph.steps().reversed()) {
      if (step.isEffect()
          || step.outputs().stream().noneMatch(slopes::containsKey)
          || step.inputs().stream().noneMatch(active::contains)) {
        continue;
      }
      g.enter(step.path());
      var wanted = step.inputs().stream().map(active::contains).toList();
      var parts = rule(step, wanted);
      for (int i = 0; i < parts.size(); i++) {
        var input = step.inputs().get(i);
        if (wanted.get(i) && parts.get(i).isPresent()) {
          slopes.merge(input, parts.get(i).get(), g::plus);
        }
      }
      g.leave();
    }
  }

  private Value slope(Value output) {
    var slope = slopes.get(output);
    return slope != null ? slope : g.add(new Op.Fill(0, output.shape()));
  }

  /// What flows back into each input of a step; empty where nothing does.
  private List<Optional<Value>> rule(Step step, List<Boolean> wanted) {
    var in = step.inputs();
    var dy = slope(step.output());
    return switch (step.op()) {
      case Op.Input _, Op.Read _, Op.Fill _, Op.Literal _, Op.Random _, Op.OneHot _ -> nothing(in);
      case Op.Assign _, Op.Update _ -> nothing(in);
      case Op.Conv(var window, int groups) -> {
        var spatial = in.get(0).shape().slice(1, in.get(0).shape().rank() - 1);
        var dx =
            lazily(
                wanted.get(0),
                () -> g.add(new Op.ConvBackData(window, groups, spatial), dy, in.get(1)));
        boolean weights = wanted.subList(1, wanted.size()).contains(true);
        var dw =
            weights
                ? g.addAll(new Op.ConvBackFilter(window, groups), in.get(0), dy)
                : List.<Value>of();
        yield in.size() > 2
            ? List.of(dx, optional(dw, 0), optional(dw, 1))
            : List.of(dx, optional(dw, 0));
      }
      case Op.ConvBackData(var window, int groups, _) ->
          parts(
              lazily(wanted.get(0), () -> g.add(new Op.Conv(window, groups), dy, in.get(1))),
              lazily(
                  wanted.get(1),
                  () -> g.add(new Op.ConvBackFilter(window, groups), dy, in.get(0))));
      case Op.ConvBackFilter(var window, int groups) -> {
        var x = in.get(0);
        var spatial = x.shape().slice(1, x.shape().rank() - 1);
        yield parts(
            lazily(
                wanted.get(0),
                () -> g.add(new Op.ConvBackData(window, groups, spatial), in.get(1), dy)),
            lazily(
                wanted.get(1),
                () -> g.add(new Op.Conv(window, groups), x, dy, slope(step.outputs().get(1)))));
      }
      case Op.MatMul product -> matMul(product, in, dy, wanted);
      case Op.MaxPool(var window) ->
          parts(g.add(new Op.MaxPoolBack(window, spatial(in.get(0))), dy, step.outputs().get(1)));
      case Op.AvgPool(var window) ->
          parts(g.add(new Op.AvgPoolBack(window, spatial(in.get(0))), dy));
      case Op.AvgPoolBack(var window, _) -> parts(g.add(new Op.AvgPool(window), dy));
      case Op.Resample(boolean linear, _) ->
          parts(g.add(new Op.ResampleBack(linear, spatial(in.get(0))), dy));
      case Op.ResampleBack(boolean linear, _) ->
          parts(g.add(new Op.Resample(linear, spatial(in.get(0))), dy));
      case Op.BatchNorm(double epsilon) -> {
        var statistics = step.outputs().subList(1, 3);
        if (statistics.stream().anyMatch(slopes::containsKey)) {
          throw unsupported(step, "a loss may use its result, not its mean and variance");
        }
        var op = new Op.BatchNormBack(epsilon, false);
        yield batchNorm(op, in, dy, statistics.get(0), statistics.get(1));
      }
      case Op.BatchNormFixed(double epsilon) ->
          batchNorm(new Op.BatchNormBack(epsilon, true), in, dy, in.get(3), in.get(4));
      case Op.Softmax _ -> parts(g.add(new Op.SoftmaxBack(false), dy, step.output()));
      case Op.LogSoftmax _ -> parts(g.add(new Op.SoftmaxBack(true), dy, step.output()));
      case Op.Map(var function) when function.kind() == Eltwise.Kind.LINEAR ->
          parts(g.scaled(dy, function.alpha()));
      case Op.Map(var function) ->
          parts(
              g.add(
                  new Op.MapBack(function),
                  dy,
                  function.kind().fromOutput() ? step.output() : in.getFirst()));
      case Op.Binary(var kind) -> binary(kind, in.get(0), in.get(1), dy, step.output(), wanted);
      case Op.Reduce(var kind, var axes) ->
          parts(reduce(kind, axes, in.getFirst(), step.output(), dy));
      case Op.Broadcast _ -> parts(g.unbroadcast(dy, in.getFirst().shape()));
      case Op.Reshape _ -> parts(g.reshape(dy, in.getFirst().shape()));
      case Op.Transpose(var order) -> {
        var inverse = new ArrayList<>(Collections.nCopies(order.size(), 0));
        for (int i = 0; i < order.size(); i++) {
          inverse.set(order.get(i), i);
        }
        yield parts(g.add(new Op.Transpose(inverse), dy));
      }
      case Op.Concat(int axis) -> concat(axis, in, dy);
      case Op.Slice(var begin, _) -> {
        var x = in.getFirst().shape();
        var y = dy.shape();
        var after =
            IntStream.range(0, x.rank()).map(i -> x.get(i) - begin.get(i) - y.get(i)).toArray();
        yield parts(g.add(new Op.Pad(begin, Shape.of(after), 0), dy));
      }
      case Op.Pad(var before, _, _) ->
          parts(g.add(new Op.Slice(before, in.getFirst().shape()), dy));
      case Op.Custom(var function) -> custom(function, step, dy, wanted);
      case Op.MaxPoolBack _, Op.BatchNormBack _, Op.SoftmaxBack _, Op.MapBack _ ->
          throw unsupported(step, "the gradient of a gradient is not defined for it");
      case Op.Phase _ -> throw unsupported(step, "resolve the phase first");
      case Op.Fused _ -> throw unsupported(step, "differentiate before fusing");
    };
  }

  private List<Optional<Value>> custom(
      CustomOp function, Step step, Value dy, List<Boolean> wanted) {
    var operands = new ArrayList<Value>();
    operands.add(dy);
    operands.addAll(step.inputs());
    operands.add(step.output());
    var slopes = new ArrayList<Optional<Value>>();
    for (int i = 0; i < step.inputs().size(); i++) {
      var rule = wanted.get(i) ? function.gradient(i) : Optional.<CustomOp>empty();
      var slope =
          rule.map(gradient -> g.add(new Op.Custom(gradient), GraphBuilder.array(operands)));
      if (slope.isPresent()) {
        Shapes.same(
            step.path(),
            "the gradient of " + function + " for input " + i,
            step.inputs().get(i).shape(),
            slope.get().shape());
      }
      slopes.add(slope);
    }
    return slopes;
  }

  private List<Optional<Value>> matMul(
      Op.MatMul product, List<Value> in, Value dy, List<Boolean> wanted) {
    var a = in.get(0);
    var b = in.get(1);
    boolean ta = product.transposeA();
    boolean tb = product.transposeB();
    var da =
        lazily(
            wanted.get(0),
            () ->
                ta
                    ? g.add(new Op.MatMul(tb, true), b, dy)
                    : g.add(new Op.MatMul(false, !tb), dy, b));
    var db =
        lazily(
            wanted.get(1),
            () ->
                tb
                    ? g.add(new Op.MatMul(true, ta), dy, a)
                    : g.add(new Op.MatMul(!ta, false), a, dy));
    return in.size() == 2
        ? List.of(da, db)
        : List.of(da, db, lazily(wanted.get(2), () -> g.unbroadcast(dy, in.get(2).shape())));
  }

  private List<Optional<Value>> batchNorm(
      Op.BatchNormBack op, List<Value> in, Value dy, Value mean, Value variance) {
    var results = new ArrayList<Optional<Value>>();
    g.addAll(op, dy, in.get(0), in.get(1), mean, variance)
        .forEach(d -> results.add(Optional.of(d)));
    while (results.size() < in.size()) {
      results.add(Optional.empty());
    }
    return results;
  }

  private List<Optional<Value>> binary(
      Binary.Kind kind, Value a, Value b, Value dy, Value y, List<Boolean> wanted) {
    return switch (kind) {
      case ADD -> List.of(to(a, wanted.get(0), () -> dy), to(b, wanted.get(1), () -> dy));
      case SUB ->
          List.of(to(a, wanted.get(0), () -> dy), to(b, wanted.get(1), () -> g.scaled(dy, -1)));
      case MUL ->
          List.of(
              to(a, wanted.get(0), () -> g.times(dy, b)),
              to(b, wanted.get(1), () -> g.times(dy, a)));
      case DIV ->
          List.of(
              to(a, wanted.get(0), () -> g.over(dy, b)),
              to(b, wanted.get(1), () -> g.scaled(g.over(g.times(dy, y), b), -1)));
      case MAX, MIN -> {
        boolean max = kind == Binary.Kind.MAX;
        yield List.of(
            to(a, wanted.get(0), () -> g.times(dy, max ? ge(a, b) : ge(b, a))),
            to(
                b,
                wanted.get(1),
                () -> g.times(dy, g.binary(Binary.Kind.GT, max ? b : a, max ? a : b))));
      }
      case GT, GE, EQ -> nothing(List.of(a, b));
    };
  }

  private Value ge(Value a, Value b) {
    return g.binary(Binary.Kind.GE, a, b);
  }

  private Value reduce(Op.Reduce.Kind kind, List<Integer> axes, Value x, Value y, Value dy) {
    return switch (kind) {
      case SUM -> g.broadcast(dy, x.shape());
      case MEAN -> {
        double count = (double) x.shape().elements() / y.shape().elements();
        yield g.broadcast(g.scaled(dy, 1 / count), x.shape());
      }
      case MAX -> {
        var isLargest = g.binary(Binary.Kind.EQ, x, y);
        yield g.times(isLargest, g.over(dy, g.sum(isLargest, axes)));
      }
    };
  }

  private List<Optional<Value>> concat(int axis, List<Value> in, Value dy) {
    var parts = new ArrayList<Optional<Value>>();
    int at = 0;
    for (var input : in) {
      var begin = Shape.of(new int[dy.shape().rank()]).with(axis, at);
      parts.add(Optional.of(g.add(new Op.Slice(begin, input.shape()), dy)));
      at += input.shape().get(axis);
    }
    return parts;
  }

  private Optional<Value> to(
      Value input, boolean wanted, java.util.function.Supplier<Value> slope) {
    return lazily(wanted, () -> g.unbroadcast(slope.get(), input.shape()));
  }

  private static Shape spatial(Value x) {
    return x.shape().slice(1, x.shape().rank() - 1);
  }

  private static Optional<Value> lazily(boolean wanted, java.util.function.Supplier<Value> slope) {
    return wanted ? Optional.of(slope.get()) : Optional.empty();
  }

  private static Optional<Value> optional(List<Value> values, int index) {
    return index < values.size() ? Optional.of(values.get(index)) : Optional.empty();
  }

  private static List<Optional<Value>> nothing(List<Value> inputs) {
    return Collections.nCopies(inputs.size(), Optional.empty());
  }

  private static List<Optional<Value>> parts(Value only) {
    return List.of(Optional.of(only));
  }

  private static List<Optional<Value>> parts(Optional<Value> first, Optional<Value> second) {
    return List.of(first, second);
  }

  private static IllegalStateException unsupported(Step step, String why) {
    return new IllegalStateException("No gradient for " + step + ": " + why + ".");
  }
}
