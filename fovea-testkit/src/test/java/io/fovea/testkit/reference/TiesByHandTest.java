// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Axis;
import io.fovea.graph.Gradients;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.GraphRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Slopes where the largest value is there twice, which central differences cannot tell.
class TiesByHandTest {
  @Test
  void largestValuesAlongAnAxisShareTheSlope() {
    var slopes =
        slopes(new Op.Reduce(Op.Reduce.Kind.MAX, List.of(1)), Tensor.of(Shape.of(1, 3), 7, 2, 7));
    assertThat(slopes.getFirst().toArray()).containsExactly(0.5f, 0, 0.5f);
  }

  @Test
  void theFirstOfEqualsInAWindowGetsTheSlope() {
    var slopes = slopes(new Op.MaxPool(Hand.window(Axis.of(3, 1))), Hand.line(2, 7, 7));
    assertThat(slopes.getFirst().toArray()).containsExactly(0, 1, 0);
  }

  @Test
  void theFirstOfTwoEqualOperandsGetsTheSlope() {
    for (var kind : List.of(Op.Binary.Kind.MAX, Op.Binary.Kind.MIN)) {
      var slopes = slopes(new Op.Binary(kind), Tensor.vector(3), Tensor.vector(3));
      assertThat(slopes.get(0).toArray()).containsExactly(1);
      assertThat(slopes.get(1).toArray()).containsExactly(0);
    }
  }

  /// The slopes of the sum of an op's result, per input.
  private static List<Tensor> slopes(Op op, Tensor... inputs) {
    var g = new GraphBuilder();
    var given = List.of(inputs);
    var values = given.stream().map(x -> g.input("x", x.shape())).toList();
    var loss = g.sum(g.addAll("", op, values).getFirst());
    var graph = g.build(List.of(loss));
    var builder = GraphBuilder.continuing(graph);
    var backward = builder.build(Gradients.of(graph, builder, loss, values));
    return GraphRun.results(new ReferenceEngine(), backward, given, 0);
  }
}
