// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.reference;

import static io.fovea.testkit.reference.Hand.count;
import static io.fovea.testkit.reference.Hand.run;
import static io.fovea.testkit.reference.Hand.square;
import static io.fovea.testkit.reference.Hand.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Eltwise.Kind;
import io.fovea.graph.Op;
import io.fovea.graph.Op.Binary;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the golden activations leave out; slopes are checked by central differences.
class ElementwiseByHandTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void mapsFunctionsWithoutAGolden() {
    var x = Tensor.vector(-2, 0, 4);
    assertThat(map(Eltwise.linear(3, 1), x)).containsExactly(-5, 1, 13);
    assertThat(map(Eltwise.of(Kind.ABS), x)).containsExactly(2, 0, 4);
    assertThat(map(Eltwise.of(Kind.SQUARE), x)).containsExactly(4, 0, 16);
    assertThat(map(Eltwise.pow(3, 2), x)).containsExactly(12, 0, 48);
    assertThat(map(Eltwise.pow(1, -0.5), Tensor.vector(4))).containsExactly(0.5f);
    assertThat(map(Eltwise.of(Kind.SQRT), Tensor.vector(9))).containsExactly(3);
    assertThat(map(Eltwise.of(Kind.LOG), Tensor.vector((float) Math.E))[0]).isEqualTo(1, ulp());
  }

  @Test
  void keepsExtremesInBounds() {
    var x = Tensor.vector(-INF, -200, 200, INF);
    assertThat(map(Eltwise.relu(), x)).containsExactly(0, 0, 200, INF);
    assertThat(map(Eltwise.of(Kind.SIGMOID), x)).containsExactly(0, 0, 1, 1);
    assertThat(map(new Eltwise(Kind.SOFTPLUS, 1, 0), x)).containsExactly(0, 0, 200, INF);
    assertThat(map(Eltwise.of(Kind.GELU), Tensor.vector(-200, 200))).containsExactly(-0.0f, 200);
    assertThat(map(Eltwise.of(Kind.MISH), Tensor.vector(-200, 200))).containsExactly(-0.0f, 200);
  }

  @Test
  void showsNaN() {
    for (var kind : Kind.values()) {
      var function = new Eltwise(kind, 1, 1);
      assertThat(map(function, Tensor.vector(NAN, 0.5f))[0]).as(kind.name()).isNaN();
      assertThat(map(function, Tensor.vector(NAN, 0.5f))[1]).as(kind.name()).isNotNaN();
    }
  }

  @Test
  void takesTheSlopeOfZeroAtKinks() {
    var one = Tensor.vector(1, 1);
    assertThat(run(new Op.MapBack(Eltwise.relu()), one, Tensor.vector(0, 1))).containsExactly(0, 1);
    assertThat(run(new Op.MapBack(Eltwise.of(Kind.ABS)), one, Tensor.vector(0, -3)))
        .containsExactly(0, -1);
    assertThat(run(new Op.MapBack(Eltwise.clip(0, 6)), one, Tensor.vector(0, 6)))
        .containsExactly(0, 0);
  }

  @Test
  void combinesTwoOperands() {
    var a = Tensor.vector(1, 2, 3);
    var b = Tensor.vector(4, 2, 1);
    assertThat(run(new Op.Binary(Binary.Kind.ADD), a, b)).containsExactly(5, 4, 4);
    assertThat(run(new Op.Binary(Binary.Kind.SUB), a, b)).containsExactly(-3, 0, 2);
    assertThat(run(new Op.Binary(Binary.Kind.MUL), a, b)).containsExactly(4, 4, 3);
    assertThat(run(new Op.Binary(Binary.Kind.DIV), a, b)).containsExactly(0.25f, 1, 3);
    assertThat(run(new Op.Binary(Binary.Kind.MAX), a, b)).containsExactly(4, 2, 3);
    assertThat(run(new Op.Binary(Binary.Kind.MIN), a, b)).containsExactly(1, 2, 1);
    assertThat(run(new Op.Binary(Binary.Kind.GT), a, b)).containsExactly(0, 0, 1);
    assertThat(run(new Op.Binary(Binary.Kind.GE), a, b)).containsExactly(0, 1, 1);
    assertThat(run(new Op.Binary(Binary.Kind.EQ), a, b)).containsExactly(0, 1, 0);
  }

  @Test
  void stretchesAxesOfSizeOne() {
    var add = new Op.Binary(Binary.Kind.ADD);
    var column = tensor(Shape.of(2, 1), 10, 20);
    assertThat(run(add, column, Tensor.vector(1, 2, 3))).containsExactly(11, 12, 13, 21, 22, 23);
    assertThat(run(add, Tensor.scalar(5), Tensor.vector(1, 2))).containsExactly(6, 7);
    // [1, 2, 1, 2] and [2, 1, 2, 1]
    var a = tensor(Shape.of(1, 2, 1, 2), 1, 2, 3, 4);
    var b = tensor(Shape.of(2, 1, 2, 1), 10, 20, 30, 40);
    assertThat(run(add, a, b))
        .containsExactly(11, 12, 21, 22, 13, 14, 23, 24, 31, 32, 41, 42, 33, 34, 43, 44);
  }

  @Test
  void runsFusedStepsInOrderOnTheResultOfTheMainOp() {
    // 37, 47, 67, 77 from the convolution by hand, and bias 3
    var fused =
        new Op.Fused(
            new Op.Conv(square(2), 1),
            List.of(
                new Op.Post.Combine(Binary.Kind.SUB),
                new Op.Post.Apply(Eltwise.relu()),
                new Op.Post.Combine(Binary.Kind.MUL)));
    var y =
        run(
            fused,
            count(1, 1, 3, 3, 1),
            count(1, 2, 2, 1, 1),
            Tensor.vector(3),
            tensor(Shape.of(1, 2, 2, 1), 0, 100, 60, 70),
            Tensor.scalar(2));
    assertThat(y).containsExactly(80, 0, 20, 20);
  }

  private static float[] map(Eltwise function, Tensor x) {
    return run(new Op.Map(function), x);
  }

  /// The input is e rounded to float32.
  private static org.assertj.core.data.Offset<Float> ulp() {
    return org.assertj.core.api.Assertions.within(0x1p-23f);
  }
}
