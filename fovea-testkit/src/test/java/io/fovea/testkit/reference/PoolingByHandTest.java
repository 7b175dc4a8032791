// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.reference;

import static io.fovea.testkit.reference.Hand.count;
import static io.fovea.testkit.reference.Hand.line;
import static io.fovea.testkit.reference.Hand.run;
import static io.fovea.testkit.reference.Hand.square;
import static io.fovea.testkit.reference.Hand.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Axis;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolingByHandTest {
  private static final Window PAIRS = window(Axis.of(2, 1));
  private static final Window THREE_SAME = window(new Axis(3, 1, 1, 1, 1));

  @Test
  void takesTheLargestValue() {
    assertThat(run(new Op.MaxPool(square(2)), count(1, 1, 3, 3, 1))).containsExactly(5, 6, 8, 9);
  }

  @Test
  void neverTakesPadding() {
    assertThat(run(new Op.MaxPool(THREE_SAME), line(-5, -7))).containsExactly(-5, -5);
  }

  @Test
  void writesDownThePlaceInsideTheWindow() {
    assertThat(places(square(2), count(1, 1, 3, 3, 1))).containsExactly(3, 3, 3, 3);
    // the window begins in the padding: its second cell is the first of the sequence
    assertThat(places(THREE_SAME, line(9, 1, 2))).containsExactly(1, 0, 1);
  }

  @Test
  void letsTheFirstOfEqualsWin() {
    assertThat(places(square(2), Tensor.full(Shape.of(1, 2, 2, 1), 4))).containsExactly(0);
    assertThat(places(window(Axis.of(3, 1)), line(1, 4, 4))).containsExactly(1);
  }

  @Test
  void showsNaNButNotInOtherWindowsOrPictures() {
    float nan = Float.NaN;
    var x = Tensor.of(Shape.of(2, 4, 1), nan, 1, 2, 3, 4, 5, 6, 7);
    assertThat(run(new Op.MaxPool(window(Axis.of(2, 2))), x)).containsExactly(nan, 3, 5, 7);
    assertThat(run(new Op.MaxPool(window(Axis.of(2, 2))), line(1, nan, 2, 3)))
        .containsExactly(nan, 3);
  }

  @Test
  void sendsSlopesToTheLargestValue() {
    var g = new GraphBuilder();
    var x = g.input("x", Shape.of(1, 3, 1));
    var dy = g.input("dy", Shape.of(1, 2, 1));
    var index = g.addAll(new Op.MaxPool(PAIRS), x).get(1);
    var dx = g.add(new Op.MaxPoolBack(PAIRS, Shape.of(3)), dy, index);
    var values =
        new ReferenceEngine()
            .evaluate(g.build(List.of(dx)), List.of(line(1, 3, 2), line(10, 1)), 0);
    assertThat(values.get(dx).toArray()).containsExactly(0, 11, 0);
  }

  @Test
  void averagesOverRealCellsOnly() {
    assertThat(run(new Op.AvgPool(THREE_SAME), line(1, 2, 3))).containsExactly(1.5f, 2, 2.5f);
  }

  @Test
  void sharesSlopesAmongRealCells() {
    // 6 / 2 + 6 / 3 = 5, 6 / 2 + 6 / 3 + 6 / 2 = 8
    assertThat(run(new Op.AvgPoolBack(THREE_SAME, Shape.of(3)), line(6, 6, 6)))
        .containsExactly(5, 8, 5);
  }

  @Test
  void interpolatesBetweenCentresOfCells() {
    assertThat(run(new Op.Resample(true, Shape.of(4)), line(0, 10)))
        .containsExactly(0, 2.5f, 7.5f, 10);
    assertThat(run(new Op.Resample(true, Shape.of(1)), line(0, 10, 50, 90))).containsExactly(30);
    // centres 0.5, 2.5, 4.5
    assertThat(run(new Op.Resample(true, Shape.of(3)), line(0, 10, 20, 40, 40, 60)))
        .containsExactly(5, 30, 50);
    assertThat(run(new Op.ResampleBack(true, Shape.of(2)), line(1, 1, 1, 10)))
        .containsExactly(2, 11);
  }

  @Test
  void takesTheNearestCell() {
    // floor(0.5 3 / 2) = 0, floor(1.5 3 / 2) = 2
    assertThat(run(new Op.Resample(false, Shape.of(2)), line(1, 2, 3))).containsExactly(1, 3);
    // floor(0.5 2) = 1, floor(1.5 2) = 3
    assertThat(run(new Op.Resample(false, Shape.of(2)), line(1, 2, 3, 4))).containsExactly(2, 4);
    assertThat(run(new Op.ResampleBack(false, Shape.of(3)), line(5, 7))).containsExactly(5, 0, 7);
  }

  private static float[] places(Window window, Tensor input) {
    var g = new GraphBuilder();
    var index = g.addAll(new Op.MaxPool(window), g.input("x", input.shape())).get(1);
    return new ReferenceEngine()
        .evaluate(g.build(List.of(index)), List.of(input), 0)
        .get(index)
        .toArray();
  }
}
