// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.ShapeException;
import io.fovea.tensor.DType;
import io.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapesTest {
  private static final int N = Shape.OPEN;
  private static final Window THREE = Window.of(Axis.of(3, 1), Axis.of(3, 1));

  @Test
  void convolutionKeepsTheOpenBatchAndGivesOneChannelPerFilter() {
    assertThat(infer(new Op.Conv(THREE, 1), Shape.of(N, 28, 20, 3), Shape.of(3, 3, 3, 8)))
        .containsExactly(Shape.of(N, 26, 18, 8));
  }

  @Test
  void convolutionRejectsAFilterForOtherChannels() {
    var conv = new Op.Conv(THREE, 1);
    assertThatThrownBy(() -> infer(conv, Shape.of(N, 8, 8, 4), Shape.of(3, 3, 3, 8)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "net/layer: expected a filter of shape [3, 3, 4, 8] for input [N, 8, 8, 4] in 1 groups,"
                + " got [3, 3, 3, 8].\n"
                + "  Fix: the last but one size of a filter is input channels / groups.");
  }

  @Test
  void convolutionRejectsGroupsThatDoNotDivideTheFilters() {
    var conv = new Op.Conv(THREE, 2);
    assertThatThrownBy(() -> infer(conv, Shape.of(N, 8, 8, 4), Shape.of(3, 3, 2, 7)))
        .hasMessage(
            "net/layer: expected filters that 2 groups divide, got 7 filters.\n"
                + "  Fix: choose a multiple of the number of groups.");
  }

  @Test
  void convolutionRejectsABiasOfAnotherSize() {
    var conv = new Op.Conv(THREE, 1);
    assertThatThrownBy(() -> infer(conv, Shape.of(N, 8, 8, 4), Shape.of(3, 3, 4, 8), Shape.of(4)))
        .hasMessage(
            "net/layer: expected the bias to have shape [8], got [4].\n"
                + "  Fix: make the two shapes equal.");
  }

  @Test
  void windowsRejectTheWrongNumberOfAxes() {
    assertThatThrownBy(() -> infer(new Op.MaxPool(THREE), Shape.of(N, 784)))
        .hasMessage(
            "net/layer: expected 4 axes [N, H, W, C], got shape [N, 784].\n"
                + "  Fix: insert flatten() or reshape(...) where the number of axes has to change.");
  }

  @Test
  void windowsRejectPicturesSmallerThanThemselves() {
    assertThatThrownBy(() -> infer(new Op.AvgPool(THREE), Shape.of(N, 2, 8, 4)))
        .hasMessage(
            "net/layer: expected an input at least as large as the window [3, 3], got [2, 8].\n"
                + "  Fix: use a smaller kernel, same() padding, or larger pictures.");
  }

  @Test
  void transposedConvolutionChecksPositionsAndFilters() {
    var op = new Op.ConvBackData(THREE, 1, Shape.of(8, 8));
    var filter = Shape.of(3, 3, 4, 5);
    assertThat(infer(op, Shape.of(N, 6, 6, 5), filter)).containsExactly(Shape.of(N, 8, 8, 4));
    assertThatThrownBy(() -> infer(op, Shape.of(N, 5, 6, 5), filter))
        .hasMessage(
            "net/layer: expected dy behind the window to have shape [6, 6], got [5, 6].\n"
                + "  Fix: make the two shapes equal.");
    assertThatThrownBy(() -> infer(op, Shape.of(N, 6, 6, 4), filter))
        .hasMessage(
            "net/layer: expected dy per filter to have shape [5], got [4].\n"
                + "  Fix: make the two shapes equal.");
  }

  @Test
  void productRejectsDifferentInnerSizes() {
    assertThatThrownBy(() -> infer(new Op.MatMul(false, false), Shape.of(N, 3), Shape.of(4, 5)))
        .hasMessage(
            "net/layer: expected matrices of the same inner size, got [N, 3] and [4, 5].\n"
                + "  Fix: check the number of units.");
    assertThat(infer(new Op.MatMul(true, true), Shape.of(3, 2), Shape.of(5, 3)))
        .containsExactly(Shape.of(2, 5));
  }

  @Test
  void batchNormalizationWantsOneNumberPerChannel() {
    var x = Shape.of(N, 4, 4, 3);
    var three = Shape.of(3);
    assertThat(infer(new Op.BatchNorm(1e-3), x, three, three)).containsExactly(x, three, three);
    assertThatThrownBy(() -> infer(new Op.BatchNorm(1e-3), x, three, Shape.of(4)))
        .hasMessage(
            "net/layer: expected one number per channel of [N, 4, 4, 3] to have shape [3], got [4].\n"
                + "  Fix: make the two shapes equal.");
  }

  @Test
  void binaryRejectsShapesThatDoNotStretch() {
    var add = new Op.Binary(Op.Binary.Kind.ADD);
    assertThat(infer(add, Shape.of(N, 4, 4, 3), Shape.of(3))).containsExactly(Shape.of(N, 4, 4, 3));
    assertThatThrownBy(() -> infer(add, Shape.of(N, 4, 4, 3), Shape.of(N, 2, 4, 3)))
        .hasMessage(
            "net/layer: expected two shapes that are equal or stretch from 1 for ADD, got"
                + " [N, 4, 4, 3] and [N, 2, 4, 3].\n"
                + "  Fix: make both branches the same height, width and number of channels.");
  }

  @Test
  void broadcastRejectsAxesThatAreNotOne() {
    assertThatThrownBy(() -> infer(new Op.Broadcast(Shape.of(2, 6)), Shape.of(2, 3)))
        .hasMessage(
            "net/layer: expected a shape that stretches to [2, 6], got [2, 3].\n"
                + "  Fix: only axes of size 1 can be repeated.");
  }

  @Test
  void reshapeFindsTheOpenAxisOrRejects() {
    assertThat(infer(new Op.Reshape(Shape.of(N, 12)), Shape.of(N, 2, 2, 3)))
        .containsExactly(Shape.of(N, 12));
    assertThat(infer(new Op.Reshape(Shape.of(N, 12)), Shape.of(5, 2, 2, 3)))
        .containsExactly(Shape.of(5, 12));
    assertThatThrownBy(() -> infer(new Op.Reshape(Shape.of(5, 13)), Shape.of(5, 2, 2, 3)))
        .hasMessage(
            "net/layer: expected as many elements as in [5, 2, 2, 3], got [5, 13].\n"
                + "  Fix: choose a shape of the same number of elements.");
  }

  @Test
  void concatAddsAlongOneAxisAndRejectsOthersThatDiffer() {
    var a = Shape.of(N, 4, 4, 3);
    assertThat(infer(new Op.Concat(3), a, a.with(3, 5))).containsExactly(a.with(3, 8));
    assertThatThrownBy(() -> infer(new Op.Concat(3), a, a.with(1, 2)))
        .hasMessage(
            "net/layer: expected the same sizes beside axis 3 to have shape [N, 4, 4, 0], got"
                + " [N, 2, 4, 0].\n"
                + "  Fix: make the two shapes equal.");
  }

  @Test
  void sliceStaysInside() {
    var op = new Op.Slice(Shape.of(0, 2), Shape.of(N, 3));
    assertThat(infer(op, Shape.of(N, 5))).containsExactly(Shape.of(N, 3));
    assertThatThrownBy(() -> infer(op, Shape.of(7, 4)))
        .hasMessage(
            "net/layer: expected a box inside [7, 4], got begin [0, 2], size [N, 3].\n"
                + "  Fix: cut at most what is there.");
  }

  @Test
  void otherOpsFollowTheirDefinition() {
    var x = Shape.of(N, 4, 6, 3);
    assertThat(infer(new Op.MaxPool(THREE), x))
        .containsExactly(Shape.of(N, 2, 4, 3), Shape.of(N, 2, 4, 3));
    assertThat(Shapes.types(new Op.MaxPool(THREE), 2)).containsExactly(DType.FLOAT32, DType.INDEX);
    assertThat(infer(new Op.Resample(true, Shape.of(8, 8)), x))
        .containsExactly(Shape.of(N, 8, 8, 3));
    assertThat(infer(new Op.Reduce(Op.Reduce.Kind.MEAN, List.of(1, 2)), x))
        .containsExactly(Shape.of(N, 1, 1, 3));
    assertThat(infer(new Op.Transpose(List.of(0, 3, 1, 2)), x))
        .containsExactly(Shape.of(N, 3, 4, 6));
    assertThat(infer(new Op.Pad(Shape.of(0, 1, 0, 0), Shape.of(0, 1, 2, 0), 0), x))
        .containsExactly(Shape.of(N, 6, 8, 3));
    assertThat(infer(new Op.OneHot(10), Shape.of(N))).containsExactly(Shape.of(N, 10));
    assertThat(infer(new Op.Random(new Distribution.Keep(0.5), Shape.of(N, 7), 1), x))
        .containsExactly(Shape.of(N, 7));
    assertThat(infer(new Op.ConvBackFilter(THREE, 1), x, Shape.of(N, 2, 4, 5)))
        .containsExactly(Shape.of(3, 3, 3, 5), Shape.of(5));
  }

  @Test
  void phaseWantsBothBranchesAlike() {
    assertThatThrownBy(() -> infer(new Op.Phase(), Shape.of(N, 3), Shape.of(N, 4)))
        .hasMessage(
            "net/layer: expected the inference branch to have shape [N, 3], got [N, 4].\n"
                + "  Fix: make the two shapes equal.");
  }

  @Test
  void fusedTellsABiasFromAResidual() {
    var add = List.<Op.Post>of(new Op.Post.Combine(Op.Binary.Kind.ADD));
    var fused = new Op.Fused(new Op.Conv(THREE, 1), add);
    var x = Shape.of(N, 5, 5, 2);
    var filter = Shape.of(3, 3, 2, 4);
    var y = Shape.of(N, 3, 3, 4);
    assertThat(infer(fused, x, filter, y)).containsExactly(y);
    assertThat(infer(fused, x, filter, Shape.of(4), y)).containsExactly(y);
    assertThatThrownBy(() -> infer(fused, x, filter, Shape.of(3), y))
        .hasMessageContaining("expected the bias to have shape [4], got [3]");
  }

  @Test
  void effectsWantTheShapeOfTheirVariable() {
    var w =
        new Variable("w", Shape.of(3), Variable.Kind.STATE, Initializer.constant(0), Penalty.NONE);
    assertThat(infer(new Op.Assign(w), Shape.of(3))).isEmpty();
    assertThatThrownBy(() -> infer(new Op.Assign(w), Shape.of(4)))
        .hasMessage(
            "net/layer: expected the new value of w to have shape [3], got [4].\n"
                + "  Fix: make the two shapes equal.");
  }

  private static List<Shape> infer(Op op, Shape... in) {
    return Shapes.infer("net/layer", op, List.of(in));
  }
}
