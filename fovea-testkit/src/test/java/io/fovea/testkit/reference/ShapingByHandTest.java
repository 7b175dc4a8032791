// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.reference;

import static io.fovea.testkit.reference.Hand.count;
import static io.fovea.testkit.reference.Hand.run;
import static io.fovea.testkit.reference.Hand.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Distribution;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Op.Reduce;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.GraphRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapingByHandTest {
  private static final float NAN = Float.NaN;
  private static final Tensor TWO_BY_THREE = count(1, 2, 3);

  @Test
  void reducesAlongAxes() {
    assertThat(run(reduce(Reduce.Kind.SUM, 0), TWO_BY_THREE)).containsExactly(5, 7, 9);
    assertThat(run(reduce(Reduce.Kind.MEAN, 1), TWO_BY_THREE)).containsExactly(2, 5);
    assertThat(run(reduce(Reduce.Kind.MAX, 0, 1), TWO_BY_THREE)).containsExactly(6);
    // [1, 2, 2, 2] along height and width: channels 1, 3, 5, 7 and 2, 4, 6, 8
    assertThat(run(reduce(Reduce.Kind.SUM, 1, 2), count(1, 1, 2, 2, 2))).containsExactly(16, 20);
  }

  @Test
  void showsNaNInReductions() {
    var x = tensor(Shape.of(2, 2), NAN, 1, 2, 3);
    for (var kind : Reduce.Kind.values()) {
      assertThat(run(reduce(kind, 1), x)[0]).isNaN();
      assertThat(run(reduce(kind, 1), x)[1]).isNotNaN();
    }
    assertThat(run(reduce(Reduce.Kind.MAX, 0), Tensor.vector(-3, -2))).containsExactly(-2);
  }

  @Test
  void repeatsAxesOfSizeOne() {
    assertThat(run(new Op.Broadcast(Shape.of(2, 2)), tensor(Shape.of(2, 1), 1, 2)))
        .containsExactly(1, 1, 2, 2);
    assertThat(run(new Op.Broadcast(Shape.of(2, 2)), tensor(Shape.of(1, 2), 1, 2)))
        .containsExactly(1, 2, 1, 2);
  }

  @Test
  void reshapesInRowMajorOrder() {
    assertThat(run(new Op.Reshape(Shape.of(3, 2)), TWO_BY_THREE)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void transposes() {
    assertThat(run(new Op.Transpose(List.of(1, 0)), TWO_BY_THREE))
        .containsExactly(1, 4, 2, 5, 3, 6);
    // y[c, a, b] = x[a, b, c] for x = [1, 2, 3]
    assertThat(run(new Op.Transpose(List.of(2, 0, 1)), count(1, 1, 2, 3)))
        .containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void joins() {
    var a = tensor(Shape.of(2, 1), 1, 2);
    assertThat(run(new Op.Concat(1), a, count(3, 2, 2))).containsExactly(1, 3, 4, 2, 5, 6);
    assertThat(run(new Op.Concat(0), a, tensor(Shape.of(1, 1), 9))).containsExactly(1, 2, 9);
  }

  @Test
  void cutsAndPads() {
    var slice = new Op.Slice(Shape.of(0, 1), Shape.of(Shape.OPEN, 2));
    assertThat(run(slice, TWO_BY_THREE)).containsExactly(2, 3, 5, 6);
    var pad = new Op.Pad(Shape.of(1, 0), Shape.of(0, 1), 9);
    assertThat(run(pad, tensor(Shape.of(1, 2), 1, 2))).containsExactly(9, 9, 9, 1, 2, 9);
  }

  @Test
  void makesOneHotVectorsAndZerosForLabelsOutOfRange() {
    assertThat(run(new Op.OneHot(2), Tensor.vector(0, 1, 2, -1, NAN, 0.9f)))
        .containsExactly(1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1);
  }

  @Test
  void drawsElementsFromTheKeyOfTheRunAndTheSalt() {
    var normal = new Distribution.Normal(3, 2);
    var g = new GraphBuilder();
    var like = g.input("x", Shape.of(2));
    var random = g.add(new Op.Random(normal, Shape.of(Shape.OPEN, 3), 99), like);
    var graph = g.build(List.of(random));
    var values = GraphRun.results(new ReferenceEngine(), graph, List.of(Tensor.vector(0, 0)), 1234);
    assertThat(values.getFirst())
        .isEqualTo(Tensor.generate(Shape.of(2, 3), i -> normal.draw(new Rng(1234).at(99), i)));
  }

  @Test
  void fillsAndRepeatsGivenNumbers() {
    assertThat(run(new Op.Fill(0.5, Shape.of(2)))).containsExactly(0.5f, 0.5f);
    assertThat(run(new Op.Literal(Tensor.vector(1, 2)))).containsExactly(1, 2);
  }

  private static Op reduce(Reduce.Kind kind, Integer... axes) {
    return new Op.Reduce(kind, List.of(axes));
  }
}
