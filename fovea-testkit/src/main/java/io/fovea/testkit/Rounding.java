// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many terms are summed on the way to each value of a graph, and how large they get: what its
/// rounding error grows with.
final class Rounding {
  private final Map<Value, Double> terms = new HashMap<>();
  private final Map<Value, Double> sizes = new HashMap<>();
  private final Map<Value, Tensor> values;

  /// @param values what the reference engine gives for each value
  Rounding(Graph graph, Map<Value, Tensor> values) {
    this.values = values;
    for (var step : graph.steps()) {
      double before = step.inputs().stream().mapToDouble(this::terms).max().orElse(0);
      double largest = step.inputs().stream().mapToDouble(this::size).max().orElse(0);
      double own = size(step);
      for (var output : step.outputs()) {
        terms.put(output, before + terms(step.op(), step));
        sizes.put(output, Math.max(largest, Math.max(own, absolute(output))));
      }
    }
  }

  /// The tolerance for one value.
  Tolerance of(Value value, Tolerance tolerance) {
    return tolerance.reduction(terms(value)).magnitude(size(value));
  }

  private double terms(Value value) {
    return terms.getOrDefault(value, 0.0);
  }

  private double size(Value value) {
    return sizes.getOrDefault(value, 0.0);
  }

  private double absolute(Value value) {
    double largest = 0;
    var tensor = values.get(value);
    for (int i = 0; tensor != null && i < tensor.elements(); i++) {
      double size = Math.abs(tensor.get(i));
      largest = Double.isFinite(size) ? Math.max(largest, size) : largest;
    }
    return largest;
  }

  /// Terms of a product are as large as both factors together.
  private double size(Step step) {
    var in = step.inputs();
    return switch (step.op() instanceof Op.Fused(var main, _) ? main : step.op()) {
      case Op.Conv _, Op.ConvBackData _, Op.ConvBackFilter _, Op.MatMul _ ->
          absolute(in.get(0)) * absolute(in.get(1));
      default -> 0;
    };
  }

  private static double terms(Op op, Step step) {
    var in = step.inputs().stream().map(Value::shape).toList();
    return switch (op) {
      case Op.Conv(var window, int groups) -> filter(window, in.get(0).channels(), groups);
      case Op.ConvBackData(var window, int groups, _) ->
          filter(window, in.get(0).channels(), groups);
      case Op.ConvBackFilter _ -> (double) in.get(1).elements() / in.get(1).channels();
      case Op.MatMul(boolean transposed, _) -> in.get(0).get(transposed ? 0 : 1);
      case Op.AvgPool(var window) -> window.cells();
      case Op.AvgPoolBack(var window, _) -> window.cells();
      case Op.MaxPoolBack(var window, _) -> window.cells();
      case Op.Resample _ -> 8;
      case Op.ResampleBack _ -> ratio(in.getFirst(), step.output().shape()) * 8;
      case Op.BatchNorm _, Op.BatchNormBack _ -> ratio(in.getFirst(), in.get(2));
      case Op.Softmax _, Op.LogSoftmax _, Op.SoftmaxBack _ -> in.getFirst().channels();
      case Op.Reduce _ -> ratio(in.getFirst(), step.output().shape());
      // doubles inside; only what goes in and comes out is rounded
      case Op.Custom _ -> in.size();
      case Op.Fused(var main, var posts) -> terms(main, step) + posts.size();
      case Op.Input _,
          Op.Read _,
          Op.Fill _,
          Op.Literal _,
          Op.Random _,
          Op.Assign _,
          Op.Update _,
          Op.MaxPool _,
          Op.BatchNormFixed _,
          Op.Map _,
          Op.MapBack _,
          Op.Binary _,
          Op.Broadcast _,
          Op.Reshape _,
          Op.Transpose _,
          Op.Concat _,
          Op.Slice _,
          Op.Pad _,
          Op.OneHot _,
          Op.Phase _ ->
          1;
    };
  }

  private static double filter(Window window, int channels, int groups) {
    return (double) window.cells() * channels / groups;
  }

  private static double ratio(Shape all, Shape some) {
    return Math.max(1, (double) all.elements() / some.elements());
  }

  @Override
  public String toString() {
    return "Rounding" + List.of(terms, sizes);
  }
}
