// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.reference;

import static io.fovea.testkit.reference.Hand.results;
import static io.fovea.testkit.reference.Hand.run;
import static io.fovea.testkit.reference.Hand.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.graph.Op;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NormalizationByHandTest {
  private static Tensor column(float... values) {
    return tensor(Shape.of(values.length, 1), values);
  }

  @Test
  void normalizesWithTheStatisticsOfTheBatch() {
    // mean 2, variance 1, deviation sqrt(1 + 3) = 2
    var y = results(new Op.BatchNorm(3), column(1, 3), Tensor.vector(4), Tensor.vector(10));
    assertThat(y.get(0).toArray()).containsExactly(8, 12);
    assertThat(y.get(1).toArray()).containsExactly(2);
    assertThat(y.get(2).toArray()).containsExactly(1);
  }

  @Test
  void keepsChannelsApart() {
    var x = tensor(Shape.of(2, 2), 1, 100, 3, 100);
    var y = results(new Op.BatchNorm(3), x, Tensor.vector(4, 1), Tensor.vector(10, 7));
    assertThat(y.get(0).toArray()).containsExactly(8, 7, 12, 7);
    assertThat(y.get(1).toArray()).containsExactly(2, 100);
    assertThat(y.get(2).toArray()).containsExactly(1, 0);
  }

  @Test
  void normalizesWithGivenStatistics() {
    var y =
        run(
            new Op.BatchNormFixed(4),
            column(1, 5),
            Tensor.vector(3),
            Tensor.vector(1),
            Tensor.vector(1),
            Tensor.vector(0));
    assertThat(y).containsExactly(1, 7);
  }

  @Test
  void sendsSlopesBackPastGivenStatistics() {
    var slopes =
        results(
            new Op.BatchNormBack(4, true),
            column(1, 2),
            column(1, 5),
            Tensor.vector(3),
            Tensor.vector(1),
            Tensor.vector(0));
    assertThat(slopes.get(0).toArray()).containsExactly(1.5f, 3);
    assertThat(slopes.get(1).toArray()).containsExactly(4);
    assertThat(slopes.get(2).toArray()).containsExactly(3);
  }

  @Test
  void sendsSlopesBackThroughTheStatisticsOfTheBatch() {
    // normal -0.5 and 0.5, dbeta 4, dgamma 1; dx = 2 (dy - (4 + normal) / 2)
    var slopes =
        results(
            new Op.BatchNormBack(3, false),
            column(1, 3),
            column(1, 3),
            Tensor.vector(4),
            Tensor.vector(2),
            Tensor.vector(1));
    assertThat(slopes.get(0).toArray()).containsExactly(-1.5f, 1.5f);
    assertThat(slopes.get(1).toArray()).containsExactly(1);
    assertThat(slopes.get(2).toArray()).containsExactly(4);
  }

  @Test
  void softmaxSharesOutOneAlongTheLastAxis() {
    float two = (float) Math.log(2);
    float five = (float) Math.log(5);
    var x = tensor(Shape.of(2, 3), 0, two, five, 7, 7, 7);
    float third = 1 / 3f;
    assertThat(run(new Op.Softmax(), x))
        .containsExactly(new float[] {0.125f, 0.25f, 0.625f, third, third, third}, ulps());
    assertThat(run(new Op.LogSoftmax(), tensor(Shape.of(1, 2), 0, 0)))
        .containsExactly(new float[] {-two, -two}, ulps());
  }

  @Test
  void softmaxSurvivesLargeNumbers() {
    assertThat(run(new Op.Softmax(), tensor(Shape.of(1, 2), 1e30f, 1e30f)))
        .containsExactly(0.5f, 0.5f);
    assertThat(run(new Op.LogSoftmax(), tensor(Shape.of(1, 2), 2000, 0))).containsExactly(0, -2000);
  }

  @Test
  void sendsSlopesBackThroughSoftmax() {
    var dy = tensor(Shape.of(1, 2), 1, 0);
    // 0.25 (1 - 0.25), 0.75 (0 - 0.25)
    assertThat(run(new Op.SoftmaxBack(false), dy, tensor(Shape.of(1, 2), 0.25f, 0.75f)))
        .containsExactly(0.1875f, -0.1875f);
    var logs = tensor(Shape.of(1, 2), (float) Math.log(0.25), (float) Math.log(0.75));
    assertThat(run(new Op.SoftmaxBack(true), dy, logs))
        .containsExactly(new float[] {0.75f, -0.75f}, ulps());
  }

  /// The inputs are logarithms rounded to float32.
  private static org.assertj.core.data.Offset<Float> ulps() {
    return org.assertj.core.api.Assertions.within(2 * 0x1p-23f);
  }
}
