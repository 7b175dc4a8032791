// SPDX-License-Identifier: Apache-2.0
package io.fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.ShapeException;
import org.junit.jupiter.api.Test;

final class TensorTest {
  @Test
  void generatesFromIndices() {
    assertThat(Tensor.generateAt(Shape.of(2, 3), at -> 10 * at[0] + at[1]))
        .isEqualTo(Tensor.of(Shape.of(2, 3), 0, 1, 2, 10, 11, 12));
    assertThat(Tensor.generateAt(Shape.scalar(), at -> at.length)).isEqualTo(Tensor.scalar(0));
  }

  @Test
  void partsAndStacksAreInverse() {
    var batch = Tensor.generate(Shape.of(2, 2, 1), i -> i);
    assertThat(batch.part(1)).isEqualTo(Tensor.of(Shape.of(2, 1), 2, 3));
    assertThat(Tensor.stack(batch.part(0), batch.part(1))).isEqualTo(batch);
  }

  @Test
  void refusesWhatHasNoParts() {
    assertThatThrownBy(() -> Tensor.scalar(1).part(0))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "Tensor.part: expected a first axis, got [].\n  Fix: use the one number as it is.");
    assertThatThrownBy(() -> Tensor.vector(1, 2).part(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesStacksOfSeveralShapes() {
    assertThatThrownBy(() -> Tensor.stack(Tensor.vector(1, 2), Tensor.vector(1)))
        .hasMessage(
            "Tensor.stack, tensor 1: expected the shape of the first, [2], got [1].\n"
                + "  Fix: bring all to one shape.");
    assertThatThrownBy(Tensor::stack)
        .hasMessageStartingWith("Tensor.stack: expected at least 1 tensor, got 0.");
  }
}
