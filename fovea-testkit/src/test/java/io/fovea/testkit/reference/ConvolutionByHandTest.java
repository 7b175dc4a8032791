// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.reference;

import static io.fovea.testkit.reference.Hand.count;
import static io.fovea.testkit.reference.Hand.filter;
import static io.fovea.testkit.reference.Hand.line;
import static io.fovea.testkit.reference.Hand.results;
import static io.fovea.testkit.reference.Hand.run;
import static io.fovea.testkit.reference.Hand.square;
import static io.fovea.testkit.reference.Hand.tensor;
import static io.fovea.testkit.reference.Hand.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ConvolutionByHandTest {
  @Test
  void slidesTheFilterWithoutFlippingIt() {
    var x = count(1, 1, 3, 3, 1);
    var w = count(1, 2, 2, 1, 1);
    // 1 1 + 2 2 + 3 4 + 4 5 = 37
    assertThat(run(new Op.Conv(square(2), 1), x, w)).containsExactly(37, 47, 67, 77);
    assertThat(run(new Op.Conv(square(2), 1), x, w, Tensor.vector(10)))
        .containsExactly(47, 57, 77, 87);
  }

  @Test
  void sumsOverChannelsForEachFilter() {
    var x = tensor(Shape.of(1, 1, 1, 2), 2, 3);
    var w = tensor(Shape.of(1, 1, 2, 2), 1, 10, 100, 1000);
    assertThat(run(new Op.Conv(square(1), 1), x, w)).containsExactly(302, 3020);
  }

  @Test
  void readsPaddingAsZeros() {
    var behind = new Op.Conv(window(new Axis(2, 1, 1, 0, 1)), 1);
    assertThat(run(behind, line(1, 2, 3), filter(10, 1))).containsExactly(12, 23, 30);
    var before = new Op.Conv(window(new Axis(2, 1, 1, 2, 0)), 1);
    assertThat(run(before, line(1, 2, 3), filter(10, 1))).containsExactly(0, 1, 12, 23);
  }

  @Test
  void leavesOutCellsWhenTheStrideIsLargerThanTheKernel() {
    assertThat(run(new Op.Conv(window(Axis.of(2, 3)), 1), count(1, 1, 5, 1), filter(10, 1)))
        .containsExactly(12, 45);
  }

  @Test
  void spreadsADilatedFilter() {
    var dilated = new Op.Conv(window(new Axis(2, 1, 2, 0, 0)), 1);
    assertThat(run(dilated, count(1, 1, 5, 1), filter(10, 1))).containsExactly(13, 24, 35);
  }

  @Test
  void keepsGroupsApart() {
    var x = tensor(Shape.of(1, 1, 1, 4), 1, 2, 3, 4);
    var w = tensor(Shape.of(1, 1, 2, 2), 1, 10, 2, 20);
    // 1 1 + 2 2, and 3 10 + 4 20
    assertThat(run(new Op.Conv(square(1), 2), x, w)).containsExactly(5, 110);
  }

  @Test
  void givesEachChannelItsOwnFiltersWhenGroupsEqualChannels() {
    var x = tensor(Shape.of(1, 1, 1, 2), 3, 5);
    var w = tensor(Shape.of(1, 1, 1, 4), 1, 2, 10, 20);
    assertThat(run(new Op.Conv(square(1), 2), x, w)).containsExactly(3, 6, 50, 100);
  }

  @Test
  void slidesOverVolumes() {
    var two = Axis.of(2, 1);
    var ones = Tensor.full(Shape.of(2, 2, 2, 1, 1), 1);
    assertThat(run(new Op.Conv(window(two, two, two), 1), count(1, 1, 2, 2, 2, 1), ones))
        .containsExactly(36);
  }

  @Test
  void sendsSlopesBackThroughTheFilter() {
    var op = new Op.ConvBackData(window(Axis.of(2, 1)), 1, Shape.of(3));
    assertThat(run(op, line(1, 2), filter(10, 1))).containsExactly(10, 21, 2);
  }

  @Test
  void sumsSlopesOfFilterAndBiasOverPositionsAndExamples() {
    var op = new Op.ConvBackFilter(window(Axis.of(2, 1)), 1);
    var slopes = results(op, line(1, 2, 3), line(1, 10));
    assertThat(slopes.get(0).toArray()).containsExactly(21, 32);
    assertThat(slopes.get(1).toArray()).containsExactly(11);

    var x = tensor(Shape.of(2, 3, 1), 1, 2, 3, 1, 2, 3);
    var dy = tensor(Shape.of(2, 2, 1), 1, 10, 1, 10);
    assertThat(results(op, x, dy).get(0).toArray()).containsExactly(42, 64);
  }

  @Test
  void multipliesMatricesInEveryOrientation() {
    var a = tensor(Shape.of(2, 2), 1, 2, 3, 4);
    var b = tensor(Shape.of(2, 2), 5, 6, 7, 8);
    assertThat(run(new Op.MatMul(false, false), a, b)).containsExactly(19, 22, 43, 50);
    assertThat(run(new Op.MatMul(true, false), a, b)).containsExactly(26, 30, 38, 44);
    assertThat(run(new Op.MatMul(false, true), a, b)).containsExactly(17, 23, 39, 53);
    assertThat(run(new Op.MatMul(true, true), a, b)).containsExactly(23, 31, 34, 46);
    assertThat(run(new Op.MatMul(false, false), a, b, Tensor.vector(100, 200)))
        .containsExactly(119, 222, 143, 250);
  }
}
