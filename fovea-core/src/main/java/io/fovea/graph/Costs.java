// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/// What steps cost, from shapes alone.
public final class Costs {
  private Costs() {}

  /// Multiply-adds of a step (1 MAC = 2 FLOP). Element-wise work counts one per element; moving
  /// data counts nothing.
  public static long macs(Step step) {
    return switch (step.op()) {
      case Op.Conv(var window, _) -> products(step.output(), window, step.inputs().get(1));
      case Op.ConvBackData(var window, _, _) ->
          products(step.inputs().getFirst(), window, step.inputs().get(1));
      case Op.ConvBackFilter(var window, int groups) ->
          step.inputs().get(1).shape().elements()
              * window.cells()
              * (step.inputs().getFirst().shape().channels() / groups);
      case Op.MatMul(boolean transposeA, _) -> {
        var a = step.inputs().getFirst().shape();
        yield step.output().shape().elements() * a.get(transposeA ? 0 : 1);
      }
      case Op.Fused(var main, _) ->
          macs(new Step(step.path(), main, step.inputs(), step.outputs()));
      case Op.MaxPool(var window) -> step.output().shape().elements() * window.cells();
      case Op.AvgPool(var window) -> step.output().shape().elements() * window.cells();
      case Op.MaxPoolBack _, Op.AvgPoolBack _, Op.Resample _, Op.ResampleBack _ ->
          step.output().shape().elements();
      case Op.BatchNorm _, Op.BatchNormFixed _, Op.BatchNormBack _ ->
          step.output().shape().elements();
      case Op.Softmax _, Op.LogSoftmax _, Op.SoftmaxBack _ -> step.output().shape().elements();
      case Op.Map _, Op.MapBack _, Op.Binary _ -> step.output().shape().elements();
      case Op.Reduce _ -> step.inputs().getFirst().shape().elements();
      case Op.Assign(var variable) -> variable.shape().elements();
      case Op.Update(var variable, _, _) -> variable.shape().elements();
      case Op.Random _, Op.Custom _ -> step.output().shape().elements();
      case Op.Input _, Op.Read _, Op.Fill _, Op.Literal _, Op.Phase _ -> 0;
      case Op.Broadcast _, Op.Reshape _, Op.Transpose _, Op.Concat _, Op.Slice _, Op.Pad _ -> 0;
      case Op.OneHot _ -> 0;
    };
  }

  /// Multiply-adds of all convolutions and products of a graph: what papers call a network's MACs.
  public static long productMacs(Graph graph) {
    return products(graph).stream().mapToLong(Costs::macs).sum();
  }

  /// The convolutions and products of a graph, without those with fixed numbers, such as sums over
  /// neighbouring maps.
  public static List<Step> products(Graph graph) {
    var fixed =
        graph.steps().stream()
            .filter(step -> step.op() instanceof Op.Literal)
            .map(Step::output)
            .collect(Collectors.toSet());
    return graph.steps().stream()
        .filter(step -> isProduct(step.op()) && !fixed.contains(step.inputs().get(1)))
        .toList();
  }

  private static boolean isProduct(Op op) {
    return switch (op) {
      case Op.Conv _, Op.ConvBackData _, Op.ConvBackFilter _, Op.MatMul _ -> true;
      case Op.Fused(var main, _) -> isProduct(main);
      default -> false;
    };
  }

  /// Bytes of all values that have to exist at the same time, at the worst moment of a run: what any
  /// engine needs at least, beside the variables.
  ///
  /// @param graph all shapes known
  public static long peakBytes(Graph graph) {
    int end = graph.steps().size();
    var lastUse = new HashMap<Value, Integer>();
    for (int i = 0; i < end; i++) {
      for (var value : graph.steps().get(i).inputs()) {
        lastUse.put(value, i);
      }
    }
    graph.outputs().forEach(value -> lastUse.put(value, end - 1));
    var change = new long[end + 1];
    for (int i = 0; i < end; i++) {
      var step = graph.steps().get(i);
      if (makesNumbers(step.op())) {
        for (var value : step.outputs()) {
          change[i] += value.shape().elements() * Float.BYTES;
          change[lastUse.getOrDefault(value, i) + 1] -= value.shape().elements() * Float.BYTES;
        }
      }
    }
    Arrays.parallelPrefix(change, Long::sum);
    return Arrays.stream(change).max().orElse(0);
  }

  /// Whether results of an op are new numbers, neither stored elsewhere nor another view of them.
  private static boolean makesNumbers(Op op) {
    return switch (op) {
      case Op.Read _, Op.Literal _, Op.Fill _, Op.Reshape _ -> false;
      default -> true;
    };
  }

  private static long products(Value many, Window window, Value filter) {
    return many.shape().elements() * window.cells() * filter.shape().get(-2);
  }
}
