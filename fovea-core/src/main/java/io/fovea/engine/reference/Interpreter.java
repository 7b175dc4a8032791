// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.graph.Distribution;
import io.fovea.graph.Op;
import io.fovea.graph.UpdateRule;
import io.fovea.graph.Variable;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Runs one op on blocks: one arm per op.
final class Interpreter {
  private Interpreter() {}

  /// @param key key of this run's random numbers
  static void run(Op op, List<Block> in, List<Block> out, long key) {
    switch (op) {
      case Op.Input _ -> {} // fed before the run
      case Op.Read(var variable) -> copy(DoubleStorage.read(variable), out.getFirst());
      case Op.Fill(double value, _) -> Arrays.fill(out.getFirst().values(), value);
      case Op.Literal(var tensor) -> literal(tensor, out.getFirst());
      case Op.Random(var distribution, _, long salt) ->
          random(distribution, new Rng(key).at(salt), out.getFirst());
      case Op.Assign(var variable) -> DoubleStorage.write(variable, in.getFirst().values());
      case Op.Update(var variable, var slots, var rule) -> update(variable, slots, rule, in);
      case Op.Conv(var window, int groups) ->
          Convolution.forward(window, groups, in, out.getFirst());
      case Op.ConvBackData(var window, int groups, _) ->
          Convolution.backData(window, groups, in.get(0), in.get(1), out.getFirst());
      case Op.ConvBackFilter(var window, int groups) ->
          Convolution.backFilter(window, groups, in.get(0), in.get(1), out.get(0), out.get(1));
      case Op.MatMul(boolean transposeA, boolean transposeB) ->
          Products.matMul(transposeA, transposeB, in, out.getFirst());
      case Op.MaxPool(var window) -> Pooling.max(window, in.getFirst(), out.get(0), out.get(1));
      case Op.MaxPoolBack(var window, _) ->
          Pooling.maxBack(window, in.get(0), in.get(1), out.getFirst());
      case Op.AvgPool(var window) -> Pooling.mean(window, in.getFirst(), out.getFirst());
      case Op.AvgPoolBack(var window, _) -> Pooling.meanBack(window, in.getFirst(), out.getFirst());
      case Op.Resample(boolean linear, _) ->
          Resampling.forward(linear, in.getFirst(), out.getFirst());
      case Op.ResampleBack(boolean linear, _) ->
          Resampling.back(linear, in.getFirst(), out.getFirst());
      case Op.BatchNorm(double epsilon) -> {
        BatchNormalization.statistics(in.getFirst(), out.get(1), out.get(2));
        BatchNormalization.apply(
            epsilon, in.get(0), in.get(1), in.get(2), out.get(1), out.get(2), out.getFirst());
      }
      case Op.BatchNormFixed(double epsilon) ->
          BatchNormalization.apply(
              epsilon, in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), out.getFirst());
      case Op.BatchNormBack(double epsilon, boolean fixed) ->
          BatchNormalization.back(epsilon, fixed, in, out.get(0), out.get(1), out.get(2));
      case Op.Softmax _ -> Softmaxes.softmax(in.getFirst(), out.getFirst());
      case Op.LogSoftmax _ -> Softmaxes.logSoftmax(in.getFirst(), out.getFirst());
      case Op.SoftmaxBack(boolean log) -> Softmaxes.back(log, in.get(0), in.get(1), out.getFirst());
      case Op.Map(var function) -> Elementwise.map(function, in.getFirst(), out.getFirst());
      case Op.MapBack(var function) ->
          Elementwise.mapBack(function, in.get(0), in.get(1), out.getFirst());
      case Op.Binary(var kind) -> Elementwise.binary(kind, in.get(0), in.get(1), out.getFirst());
      case Op.Reduce(var kind, _) -> Reductions.reduce(kind, in.getFirst(), out.getFirst());
      case Op.Broadcast _ -> Shaping.broadcast(in.getFirst(), out.getFirst());
      case Op.Reshape _ -> copy(in.getFirst().values(), out.getFirst());
      case Op.Transpose(var order) -> Shaping.transpose(order, in.getFirst(), out.getFirst());
      case Op.Concat(int axis) -> Shaping.concat(axis, in, out.getFirst());
      case Op.Slice(var begin, _) -> Shaping.slice(begin, in.getFirst(), out.getFirst());
      case Op.Pad(var before, _, double value) ->
          Shaping.pad(before, value, in.getFirst(), out.getFirst());
      case Op.OneHot(int classes) -> oneHot(classes, in.getFirst(), out.getFirst());
      case Op.Custom(var function) ->
          function.run(in.stream().map(Block::array).toList(), out.getFirst().array());
      case Op.Phase _ -> throw new IllegalStateException("The phase has to be resolved first.");
      case Op.Fused(var main, var posts) -> fused(main, posts, in, out.getFirst(), key);
    }
  }

  private static void copy(double[] from, Block to) {
    System.arraycopy(from, 0, to.values(), 0, from.length);
  }

  private static void literal(Tensor tensor, Block out) {
    Arrays.setAll(out.values(), tensor::get);
  }

  private static void random(Distribution distribution, Rng rng, Block out) {
    Arrays.setAll(out.values(), i -> distribution.draw(rng, i));
  }

  /// The rule speaks float32, so the new values are rounded to it.
  private static void update(
      Variable variable, List<Variable> slots, UpdateRule rule, List<Block> in) {
    var w = DoubleStorage.narrowed(DoubleStorage.read(variable));
    var gradient = DoubleStorage.narrowed(in.get(0).values());
    var scalars = DoubleStorage.narrowed(in.get(1).values());
    var s = new float[slots.size()][];
    Arrays.setAll(s, i -> DoubleStorage.narrowed(DoubleStorage.read(slots.get(i))));
    rule.apply(w, gradient, s, w.length, scalars);
    DoubleStorage.write(variable, DoubleStorage.widened(w));
    for (int i = 0; i < s.length; i++) {
      DoubleStorage.write(slots.get(i), DoubleStorage.widened(s[i]));
    }
  }

  private static void oneHot(int classes, Block label, Block out) {
    for (int i = 0; i < label.elements(); i++) {
      for (int c = 0; c < classes; c++) {
        // NaN equals nothing, so it gives zeros like every label out of range
        out.values()[i * classes + c] = Math.rint(label.values()[i]) == c ? 1 : 0;
      }
    }
  }

  private static void fused(Op main, List<Op.Post> posts, List<Block> in, Block out, long key) {
    long extra = posts.stream().filter(Op.Post.Combine.class::isInstance).count();
    int next = Math.toIntExact(in.size() - extra);
    run(main, in.subList(0, next), List.of(out), key);
    for (var post : posts) {
      switch (post) {
        case Op.Post.Apply(var function) -> Elementwise.map(function, out, out);
        case Op.Post.Combine(var kind) -> Elementwise.binary(kind, out, in.get(next++), out);
      }
    }
  }
}
