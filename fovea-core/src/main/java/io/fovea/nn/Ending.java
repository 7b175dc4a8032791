// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the numbers of an output are, as far as the last op of a network says so.
public enum Ending {
  /// Probabilities of classes, of which one is right.
  SOFTMAX,
  /// Probabilities, each of a question of its own.
  SIGMOID,
  /// A product or convolution, with or without bias: scores, or amounts.
  SCORES,
  /// Anything else.
  OTHER;

  /// What an output of a graph is.
  public static Ending of(Graph graph, Value output) {
    var makers = graph.makers();
    var last = last(output, makers);
    return switch (last.op()) {
      case Op.Softmax _ -> SOFTMAX;
      case Op.Map(var f) when f.kind() == Eltwise.Kind.SIGMOID -> SIGMOID;
      case Op.Conv _, Op.MatMul _ -> SCORES;
      case Op.Binary(var kind) when kind == Op.Binary.Kind.ADD && isBiased(last, makers) -> SCORES;
      default -> OTHER;
    };
  }

  /// The step that makes the numbers of a value, whatever their shape.
  private static Step last(Value value, Map<Value, Step> makers) {
    var maker = Objects.requireNonNull(makers.get(value));
    return switch (maker.op()) {
      case Op.Reshape _ -> last(maker.inputs().getFirst(), makers);
      case Op.Phase _ -> last(maker.inputs().get(1), makers);
      default -> maker;
    };
  }

  private static boolean isBiased(Step sum, Map<Value, Step> makers) {
    var summands = sum.inputs().stream().map(makers::get).map(Objects::requireNonNull).toList();
    return List.of(Op.Conv.class, Op.ConvBackData.class, Op.MatMul.class)
            .contains(summands.get(0).op().getClass())
        && summands.get(1).op() instanceof Op.Read;
  }
}
