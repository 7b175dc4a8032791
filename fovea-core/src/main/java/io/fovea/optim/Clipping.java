// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import io.fovea.error.Args;
import io.fovea.graph.Eltwise;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Value;
import java.util.List;

/// What is done to gradients before an optimizer sees them, so that one wild batch cannot undo what
/// was learned (Pascanu, Mikolov, Bengio 2013).
public sealed interface Clipping {
  /// Adds the clipping to a graph.
  ///
  /// @param gradients one per parameter, of any shapes
  /// @return the clipped gradients in the same order
  List<Value> on(GraphBuilder g, List<Value> gradients);

  /// Leaves gradients as they are.
  record None() implements Clipping {
    @Override
    public List<Value> on(GraphBuilder g, List<Value> gradients) {
      return gradients;
    }
  }

  /// Each element within `±limit`.
  ///
  /// @param limit above 0
  record ByValue(double limit) implements Clipping {
    /// Checks the limit.
    public ByValue {
      Args.positive("clipValue", limit);
    }

    @Override
    public List<Value> on(GraphBuilder g, List<Value> gradients) {
      return gradients.stream().map(x -> g.map(x, Eltwise.clip(-limit, limit))).toList();
    }
  }

  /// The length of each parameter's gradient at most `limit`: `x limit / max(|x|, limit)`.
  ///
  /// @param limit above 0
  record ByNorm(double limit) implements Clipping {
    /// Checks the limit.
    public ByNorm {
      Args.positive("clipNorm", limit);
    }

    @Override
    public List<Value> on(GraphBuilder g, List<Value> gradients) {
      return gradients.stream().map(x -> g.times(x, shrinking(g, squares(g, x), limit))).toList();
    }
  }

  /// The length of all gradients taken as one vector at most `limit`; keeps its direction.
  ///
  /// @param limit above 0
  record ByGlobalNorm(double limit) implements Clipping {
    /// Checks the limit.
    public ByGlobalNorm {
      Args.positive("clipGlobalNorm", limit);
    }

    @Override
    public List<Value> on(GraphBuilder g, List<Value> gradients) {
      if (gradients.isEmpty()) {
        return gradients;
      }
      var total = gradients.stream().map(x -> squares(g, x)).reduce(g::plus).orElseThrow();
      var factor = shrinking(g, total, limit);
      return gradients.stream().map(x -> g.times(x, factor)).toList();
    }
  }

  private static Value squares(GraphBuilder g, Value x) {
    return g.sum(g.map(x, Eltwise.of(Eltwise.Kind.SQUARE)));
  }

  // limit / max(norm, limit): 1 for short vectors, and no division by 0 for empty ones
  private static Value shrinking(GraphBuilder g, Value squares, double limit) {
    var norm = g.map(squares, Eltwise.of(Eltwise.Kind.SQRT));
    var most = g.scalar(limit);
    return g.over(most, g.binary(Op.Binary.Kind.MAX, norm, most));
  }
}
