// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import static io.fovea.loss.Losses.binaryCrossentropy;
import static io.fovea.loss.Losses.binaryFocal;
import static io.fovea.loss.Losses.categoricalCrossentropy;
import static io.fovea.loss.Losses.categoricalFocal;
import static io.fovea.loss.Losses.categoricalHinge;
import static io.fovea.loss.Losses.huber;
import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.loss.Losses.tversky;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.ShapeException;
import io.fovea.nn.Layers;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LossChecksTest {
  private static final int N = Shape.OPEN;
  private static final Shape NUMBERS = Shape.of(N);

  @Test
  void rowsForTheSparseLossNameTheOtherLoss() {
    assertThatThrownBy(() -> describe(sparseCategoricalCrossentropy(), 3, rows(3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            """
            sparseCategoricalCrossentropy: expected class numbers [N] for predictions [N, 3], got \
            labels [N, 3].
              Fix: use categoricalCrossentropy() for labels as rows of zeros and a one.\
            """);
  }

  @Test
  void classNumbersForTheOtherLossNameTheSparseOne() {
    for (var loss : List.of(categoricalCrossentropy(), binaryCrossentropy(), categoricalHinge())) {
      assertThatThrownBy(() -> describe(loss, 3, NUMBERS))
          .isInstanceOf(ShapeException.class)
          .hasMessageEndingWith(
              """
              : expected labels of the shape of the predictions [N, 3], got labels [N].
                Fix: use sparseCategoricalCrossentropy() for labels that are class numbers.\
              """);
    }
  }

  @Test
  void aSingleOutputIsNoChoiceOfClasses() {
    assertThatThrownBy(() -> describe(sparseCategoricalCrossentropy(), 1, NUMBERS))
        .hasMessage(
            """
            sparseCategoricalCrossentropy: expected predictions [N, classes] for at least 2 \
            classes, got predictions [N, 1].
              Fix: use binaryCrossentropy() for a single output.\
            """);
  }

  @Test
  void labelsOfAnotherSizeAreNamed() {
    assertThatThrownBy(() -> describe(meanSquaredError(), 3, rows(4)))
        .hasMessage(
            """
            meanSquaredError: expected labels of the shape of the predictions [N, 3], got labels \
            [N, 4].
              Fix: give one label per output.\
            """);
    assertThatThrownBy(() -> describe(sparseCategoricalCrossentropy(), 3, rows(4)))
        .hasMessageEndingWith("Fix: give one class number per example.");
  }

  @Test
  void wrongOptionsAreRejected() {
    assertThatThrownBy(() -> categoricalCrossentropy().labelSmoothing(1.5))
        .hasMessage(
            """
            categoricalCrossentropy.labelSmoothing: expected a fraction from 0 to 1, got 1.5.
              Fix: pass e.g. 0.5.\
            """);
    assertThatThrownBy(() -> huber(0))
        .hasMessageContaining("huber.delta: expected a number above 0");
    assertThatThrownBy(() -> binaryFocal().gamma(-1))
        .hasMessage(
            """
            binaryFocal.gamma: expected a finite number of at least 0, got -1.0.
              Fix: pass 0 or more.\
            """);
    assertThatThrownBy(() -> tversky(Double.NaN, 1))
        .hasMessageContaining("tversky.alpha: expected");
  }

  @Test
  void lossesAreValues() {
    assertThat(sparseCategoricalCrossentropy().ignoreClass(255).fromLogits().labelSmoothing(0.1))
        .isEqualTo(
            sparseCategoricalCrossentropy().labelSmoothing(0.1).fromLogits().ignoreClass(255));
    assertThat(binaryFocal().fromLogits().gamma(1).labelSmoothing(0.1).balanced(0.5))
        .isEqualTo(binaryFocal().balanced(0.5).labelSmoothing(0.1).gamma(1).fromLogits());
    assertThat(categoricalFocal().fromLogits().gamma(1).labelSmoothing(0.1).alpha(0.5))
        .isEqualTo(categoricalFocal().alpha(0.5).labelSmoothing(0.1).gamma(1).fromLogits());
  }

  private static Node describe(Loss loss, int outputs, Shape labels) {
    var x = Layers.input(outputs);
    return loss.on(x.input("labels", labels.slice(1, labels.rank()).toArray()), x);
  }

  private static Shape rows(int classes) {
    return Shape.of(N, classes);
  }
}
