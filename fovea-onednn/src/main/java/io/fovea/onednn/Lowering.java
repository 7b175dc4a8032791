// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import java.util.List;

/// Turns each step of a graph into kernels: one exhaustive switch, its arms by subject in the
/// `Lower...` classes.
final class Lowering {
  private final Draft draft;
  private final LowerProducts products;
  private final LowerWideDepthwise wideDepthwise;
  private final LowerWindows windows;
  private final LowerNorms norms;
  private final LowerElements elements;
  private final LowerShapes shapes;
  private final LowerSources sources;
  private boolean makesNan;

  private Lowering(Draft draft) {
    this.draft = draft;
    this.products = new LowerProducts(draft);
    this.wideDepthwise = new LowerWideDepthwise(draft);
    this.windows = new LowerWindows(draft);
    this.norms = new LowerNorms(draft);
    this.elements = new LowerElements(draft);
    this.shapes = new LowerShapes(draft);
    this.sources = new LowerSources(draft, products);
  }

  static void lower(Graph graph, Draft draft) {
    var lowering = new Lowering(draft);
    boolean changed = false;
    for (int i = 0; i < graph.steps().size(); i++) {
      var step = graph.steps().get(i);
      draft.begin(i, step);
      if (step.isEffect() && !changed) {
        draft.keepOldValues();
        changed = true;
      }
      lowering.lower(step);
      lowering.makesNan |= makesNan(step.op());
    }
    draft.finish();
  }

  /// Whether NaN may come of ordinary numbers, not of an overflow alone.
  private static boolean makesNan(Op op) {
    return switch (op) {
      case Op.Map(var function) -> makesNan(function);
      case Op.Binary(var kind) -> kind == Op.Binary.Kind.DIV;
      case Op.Fused(var main, var posts) ->
          makesNan(main) || posts.stream().anyMatch(Lowering::makesNan);
      case Op.Custom _ -> true;
      default -> false;
    };
  }

  private static boolean makesNan(Op.Post post) {
    return switch (post) {
      case Op.Post.Apply(var function) -> makesNan(function);
      case Op.Post.Combine(var kind) -> kind == Op.Binary.Kind.DIV;
    };
  }

  private static boolean makesNan(Eltwise function) {
    return switch (function.kind()) {
      case LOG, SQRT, POW -> true;
      default -> false;
    };
  }

  private void lower(Step step) {
    switch (step.op()) {
      case Op.Input _ -> sources.input(step);
      case Op.Read(var variable) -> sources.read(step, variable);
      case Op.Fill(double value, _) -> sources.fill(step, value);
      case Op.Literal(var tensor) -> sources.literal(step, tensor);
      case Op.Random random -> sources.random(step, random);
      case Op.Assign(var variable) -> sources.assign(step, variable);
      case Op.Update update -> sources.update(step, update);
      case Op.Conv conv -> alone(products.conv(step, conv, List.of()));
      case Op.ConvBackData back -> products.convBackData(step, back);
      case Op.ConvBackFilter back when LowerWideDepthwise.takes(step, back) ->
          wideDepthwise.convBackFilter(step, back);
      case Op.ConvBackFilter back -> products.convBackFilter(step, back);
      case Op.MatMul product -> alone(products.matMul(step, product, List.of()));
      case Op.MaxPool(var window) -> Watch.forNan(draft, step, () -> windows.maxPool(step, window));
      case Op.MaxPoolBack(var window, _) -> windows.maxPoolBack(step, window);
      case Op.AvgPool(var window) -> windows.avgPool(step, window);
      case Op.AvgPoolBack(var window, _) -> windows.avgPoolBack(step, window);
      case Op.Resample(boolean linear, _) -> windows.resample(step, linear);
      case Op.ResampleBack(boolean linear, _) -> windows.resampleBack(step, linear);
      case Op.BatchNorm(double epsilon) -> norms.batchNorm(step, epsilon);
      case Op.BatchNormFixed(double epsilon) -> norms.batchNormFixed(step, epsilon);
      case Op.BatchNormBack(double epsilon, boolean fixed) ->
          norms.batchNormBack(step, epsilon, fixed);
      case Op.Softmax _ -> Watch.forAll(draft, step, () -> norms.softmax(step, false));
      case Op.LogSoftmax _ -> Watch.forAll(draft, step, () -> norms.softmax(step, true));
      case Op.SoftmaxBack(boolean log) -> norms.softmaxBack(step, log);
      case Op.Map(var function) when Watch.hides(function, draft.isExact()) ->
          Watch.forNan(draft, step, () -> alone(elements.map(step, function, List.of())));
      case Op.Map(var function) -> alone(elements.map(step, function, List.of()));
      case Op.MapBack(var function) -> elements.mapBack(step, function);
      case Op.Binary(var kind) when Watch.hides(kind) ->
          Watch.forNan(draft, step, () -> alone(elements.binary(step, kind, List.of())));
      case Op.Binary(var kind) -> alone(elements.binary(step, kind, List.of()));
      case Op.Reduce(var kind, var axes) when kind == Op.Reduce.Kind.MAX ->
          Watch.forNan(draft, step, () -> shapes.reduce(step, kind, axes));
      case Op.Reduce(var kind, var axes) -> shapes.reduce(step, kind, axes);
      case Op.Broadcast _ -> shapes.broadcast(step);
      case Op.Reshape _ -> shapes.reshape(step);
      case Op.Transpose(var order) -> shapes.transpose(step, order);
      case Op.Concat(int axis) -> shapes.concat(step, axis);
      case Op.Slice(var begin, _) -> shapes.slice(step, begin);
      case Op.Pad(var before, _, double value) -> shapes.pad(step, before, value);
      case Op.OneHot(int classes) -> sources.oneHot(step, classes);
      case Op.Custom(var function) -> sources.custom(step, function);
      case Op.Phase _ ->
          throw new IllegalStateException("oneDNN: resolve the phase before compiling " + step);
      case Op.Fused(var main, var posts) -> fused(step, main, posts);
    }
  }

  private static void alone(boolean done) {
    if (!done) {
      throw new IllegalStateException("oneDNN lacks a primitive that needs no post-operations.");
    }
  }

  /// One primitive where oneDNN has it; otherwise the main op, and the rest in place behind it. So too
  /// where arithmetic would hide NaN. Behind a convolution or product that stays so, as the time of
  /// one more pass would show, unless something before it makes NaN of ordinary numbers.
  private void fused(Step step, Op main, List<Op.Post> posts) {
    int operands = (int) posts.stream().filter(post -> post instanceof Op.Post.Combine).count();
    int own = step.inputs().size() - operands;
    var others = step.inputs().subList(own, step.inputs().size());
    boolean simple = others.stream().allMatch(o -> Posts.fits(o.shape(), step.output().shape()));
    boolean done =
        simple
            && !hides(main, posts)
            && switch (main) {
              case Op.Conv conv -> products.conv(step, conv, posts);
              case Op.MatMul product -> products.matMul(step, product, posts);
              case Op.Map(var function) -> elements.map(step, function, posts);
              case Op.Binary(var kind) -> elements.binary(step, kind, posts);
              default -> throw new IllegalStateException("Nothing can be fused behind " + main);
            };
    if (!done) {
      draft.spare(others);
      lower(new Step(step.path(), main, step.inputs().subList(0, own), step.outputs()));
      elements.inPlace(step.output(), posts, others);
    }
  }

  private boolean hides(Op main, List<Op.Post> posts) {
    boolean hidden = posts.stream().anyMatch(post -> Watch.hides(post, draft.isExact()));
    return switch (main) {
      case Op.Map(var function) -> hidden || Watch.hides(function, draft.isExact());
      case Op.Binary(var kind) -> hidden || Watch.hides(kind);
      default -> hidden && (makesNan || draft.isExact());
    };
  }
}
