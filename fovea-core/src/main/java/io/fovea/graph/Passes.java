// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rewritings that are true for every engine, each from a graph to a graph that means the same, only
/// cheaper.
public final class Passes {
  /// More than any network has behind one step, and few enough for primitives that take only so many.
  private static final int MOST_POSTS = 16;

  private Passes() {}

  /// Everything that helps a graph without gradients.
  public static Graph forInference(Graph graph) {
    return fuse(share(foldBatchNorm(dropBroadcasts(foldPads(graph.prune())))));
  }

  /// Everything that helps a graph with gradients and updates.
  public static Graph forTraining(Graph graph) {
    return fuse(share(foldBatchNorm(dropBroadcasts(graph.prune()))));
  }

  /// Chooses one branch of each [Op.Phase]. Without `training`, and for frozen variables, moving
  /// statistics are not updated; with it, several uses of a layer update them in turn.
  public static Graph resolve(Graph graph, boolean training) {
    return new Resolution(graph, training).graph();
  }

  /// A border of zeros around what a convolution looks at becomes padding of its window. Worth doing
  /// before gradients are added, which then need no border either.
  public static Graph foldPads(Graph graph) {
    return graph
        .rewrite((step, inputs, builder) -> {
          if (step.op() instanceof Op.Conv(var window, int groups)
              && builder.maker(inputs.getFirst()).op()
                  instanceof Op.Pad(var before, var after, double value)
              && value == 0) {
            var wider = padded(window, before, after);
            if (wider.isPresent()) {
              var operands = new ArrayList<>(inputs);
              operands.set(0, builder.maker(inputs.getFirst()).inputs().getFirst());
              return builder.addAll(step.path(), new Op.Conv(wider.get(), groups), operands);
            }
          }
          return builder.addAll(step.path(), step.op(), inputs);
        })
        .prune();
  }

  /// The window with a border as its padding; empty if examples or channels have a border too, or if
  /// some window would lie in the border altogether.
  private static Optional<Window> padded(Window window, Shape before, Shape after) {
    int last = before.rank() - 1;
    if (before.get(0) + after.get(0) + before.get(last) + after.get(last) > 0) {
      return Optional.empty();
    }
    var axes = new ArrayList<Axis>();
    for (int i = 0; i < window.rank(); i++) {
      var axis = window.axes().get(i);
      int front = axis.before() + before.get(i + 1);
      int behind = axis.after() + after.get(i + 1);
      if (front >= axis.reach() || behind >= axis.reach()) {
        return Optional.empty();
      }
      axes.add(new Axis(axis.kernel(), axis.stride(), axis.dilation(), front, behind));
    }
    return Optional.of(new Window(axes));
  }

  /// Batch normalization with given statistics, right behind a convolution or product that nobody
  /// else reads, becomes part of its filter and bias:
  /// `filter s, (bias - mean) s + beta` with `s = gamma / sqrt(variance + epsilon)`.
  public static Graph foldBatchNorm(Graph graph) {
    var readers = graph.readers();
    return graph
        .rewrite((step, inputs, g) -> {
          if (step.op() instanceof Op.BatchNormFixed(double epsilon)
              && isAlone(step.inputs().getFirst(), graph, readers)) {
            var main = g.maker(inputs.getFirst());
            if (canScaleColumns(main.op())) {
              return List.of(folded(g, step.path(), epsilon, main, inputs));
            }
          }
          return g.addAll(step.path(), step.op(), inputs);
        })
        .prune();
  }

  /// Whether a single step, and nobody outside, reads a value.
  private static boolean isAlone(Value value, Graph graph, Map<Value, List<Step>> readers) {
    return readers.getOrDefault(value, List.of()).size() == 1 && !graph.outputs().contains(value);
  }

  private static boolean canScaleColumns(Op op) {
    return op instanceof Op.Conv || op instanceof Op.MatMul(boolean _, boolean b) && !b;
  }

  private static Value folded(
      GraphBuilder g, String path, double epsilon, Step main, List<Value> norm) {
    g.enter(path);
    var mean = norm.get(3);
    var variance = norm.get(4);
    var inverse = g.map(g.map(variance, Eltwise.linear(1, epsilon)), Eltwise.pow(1, -0.5));
    var scale = g.times(norm.get(1), inverse);
    var centred =
        main.inputs().size() > 2 ? g.minus(main.inputs().get(2), mean) : g.scaled(mean, -1);
    var bias = g.plus(g.times(centred, scale), norm.get(2));
    var filter = g.times(main.inputs().get(1), scale);
    g.leave();
    return g.addAll(main.path(), main.op(), List.of(main.inputs().getFirst(), filter, bias))
        .getFirst();
  }

  /// Arithmetic that stretches its operands anyway does not need them written out first.
  public static Graph dropBroadcasts(Graph graph) {
    return graph
        .rewrite((step, inputs, builder) -> {
          if (step.op() instanceof Op.Binary && inputs.size() == 2) {
            for (int i = 0; i < 2; i++) {
              var maker = builder.maker(inputs.get(i));
              boolean same = inputs.get(1 - i).shape().equals(step.output().shape());
              if (maker.op() instanceof Op.Broadcast && same) {
                var small = maker.inputs().getFirst();
                return builder.addAll(
                    step.path(),
                    step.op(),
                    i == 0 ? List.of(small, inputs.get(1)) : List.of(inputs.get(0), small));
              }
            }
          }
          return builder.addAll(step.path(), step.op(), inputs);
        })
        .prune();
  }

  /// Steps that apply the same op to the same values become one.
  public static Graph share(Graph graph) {
    record Key(Op op, List<Value> inputs) {}
    Map<Key, List<Value>> known = new HashMap<>();
    return graph.rewrite((step, inputs, builder) ->
        step.isEffect() || step.op() instanceof Op.Input
            ? builder.addAll(step.path(), step.op(), inputs)
            : known.computeIfAbsent(
                new Key(step.op(), inputs), _ -> builder.addAll(step.path(), step.op(), inputs)));
  }

  /// Element-wise steps right behind a convolution, a product or another element-wise step that
  /// nobody else reads become part of it, so that the value is written once; at most 16 of them.
  public static Graph fuse(Graph graph) {
    var readers = graph.readers();
    return graph
        .rewrite((step, inputs, builder) -> {
          for (int i = 0; i < step.inputs().size(); i++) {
            var input = step.inputs().get(i);
            boolean alone = isAlone(input, graph, readers);
            var main = builder.maker(inputs.get(i));
            if (alone && main.outputs().size() == 1 && fuses(step, i, inputs, main.op())) {
              return builder.addAll(
                  step.path(), fused(main.op(), step.op()), joined(main, inputs, i));
            }
          }
          return builder.addAll(step.path(), step.op(), inputs);
        })
        .prune();
  }

  /// Whether `step` can become a post of the step that makes its input number `at`.
  private static boolean fuses(Step step, int at, List<Value> inputs, Op main) {
    boolean takesPosts =
        main instanceof Op.Conv
            || main instanceof Op.MatMul
            || main instanceof Op.Map
            || main instanceof Op.Binary
            || main instanceof Op.Fused(_, var posts) && posts.size() < MOST_POSTS;
    return takesPosts
        && switch (step.op()) {
          case Op.Map _ -> true;
          case Op.Binary(var kind) -> {
            var result = step.output().shape();
            var other = inputs.get(1 - at).shape();
            boolean commutes = kind == Op.Binary.Kind.ADD || kind == Op.Binary.Kind.MUL;
            boolean fits =
                other.equals(result) || other.rank() == 0 || other.equals(channelsOf(result));
            yield result.equals(inputs.get(at).shape())
                && !inputs.get(0).equals(inputs.get(1))
                && fits
                && (at == 0 || commutes);
          }
          default -> false;
        };
  }

  private static Shape channelsOf(Shape shape) {
    return shape.rank() == 0 ? shape : Shape.of(shape.channels());
  }

  private static Op fused(Op main, Op step) {
    var posts = new ArrayList<Op.Post>();
    if (main instanceof Op.Fused(_, var before)) {
      posts.addAll(before);
    }
    posts.add(
        switch (step) {
          case Op.Map(var function) -> new Op.Post.Apply(function);
          case Op.Binary(var kind) -> new Op.Post.Combine(kind);
          default -> throw new IllegalArgumentException(step + " is not element-wise");
        });
    return new Op.Fused(main instanceof Op.Fused(var inner, _) ? inner : main, posts);
  }

  private static List<Value> joined(Step main, List<Value> inputs, int at) {
    var all = new ArrayList<>(main.inputs());
    for (int i = 0; i < inputs.size(); i++) {
      if (i != at) {
        all.add(inputs.get(i));
      }
    }
    return all;
  }
}
