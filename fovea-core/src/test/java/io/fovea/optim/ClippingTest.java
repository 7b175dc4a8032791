// SPDX-License-Identifier: Apache-2.0
package io.fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Value;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClippingTest {
  private static final Tensor FIVE = Tensor.of(Shape.of(2, 1), 3, -4); // length 5
  private static final Tensor TWELVE = Tensor.vector(12);

  @Test
  void noneLeavesGradientsAlone() {
    var g = new GraphBuilder();
    var x = List.of(g.input("x", Shape.of(2)));
    assertThat(new Clipping.None().on(g, x)).isEqualTo(x);
  }

  @Test
  void byValueCutsEachElement() {
    assertThat(clipped(new Clipping.ByValue(3.5)))
        .containsExactly(Tensor.of(Shape.of(2, 1), 3, -3.5f), Tensor.vector(3.5f));
  }

  @Test
  void byNormShortensEachGradientAlone() {
    assertThat(clipped(new Clipping.ByNorm(6))).containsExactly(FIVE, Tensor.vector(6));
  }

  @Test
  void byGlobalNormShortensAllTogether() {
    // both together have length sqrt(25 + 144) = 13
    assertThat(clipped(new Clipping.ByGlobalNorm(6.5)))
        .containsExactly(Tensor.of(Shape.of(2, 1), 1.5f, -2), Tensor.vector(6));
    assertThat(clipped(new Clipping.ByGlobalNorm(13))).containsExactly(FIVE, TWELVE);
  }

  @Test
  void zeroGradientsStayZero() {
    for (var clipping : List.of(new Clipping.ByNorm(1), new Clipping.ByGlobalNorm(1))) {
      assertThat(run(clipping, Tensor.vector(0, 0))).containsExactly(Tensor.vector(0, 0));
    }
  }

  @Test
  void nothingToTrainIsNoError() {
    assertThat(new Clipping.ByGlobalNorm(1).on(new GraphBuilder(), List.of())).isEmpty();
  }

  private static List<Tensor> clipped(Clipping clipping) {
    return run(clipping, FIVE, TWELVE);
  }

  private static List<Tensor> run(Clipping clipping, Tensor... gradients) {
    var g = new GraphBuilder();
    List<Value> inputs =
        java.util.Arrays.stream(gradients).map(x -> g.input("gradient", x.shape())).toList();
    var clipped = clipping.on(g, inputs);
    var values = new ReferenceEngine().evaluate(g.build(clipped), List.of(gradients), 0);
    return clipped.stream().map(values::get).toList();
  }
}
