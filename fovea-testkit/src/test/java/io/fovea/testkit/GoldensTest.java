// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import io.fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

class GoldensTest {
  private final Goldens goldens = Goldens.keras();

  @Test
  void readsNumbersShapesAndNames() {
    var layer = "Conv2D(2,3,strides=1,valid)";
    assertThat(goldens.shape("layers", layer, "out_shape")).isEqualTo(Shape.of(1, 3, 4, 2));
    assertThat(goldens.numbers("layers", layer, "out")).hasSize(24).startsWith(-1.11, -1.315333);
    assertThat(goldens.number("schedules", "ExponentialDecay(0.1,100,0.96)", "100"))
        .isEqualTo(0.09600000083446503);
    assertThat(goldens.names("optimizers")).containsExactly("var0", "grads", "steps");
  }

  @Test
  void flattensNestedNumbers() {
    assertThat(goldens.numbers("optimizers", "grads")).hasSize(15).startsWith(0.10000000149011612);
  }

  @Test
  void makesTheInputsThatTheFileDescribes() {
    // k = 0: (11 - 48) / 50, k = 1: (48 - 48) / 50, k = 2: (85 - 48) / 50, k = 3: (122 - 97 - 48) /
    // 50
    assertThat(Goldens.arr(Shape.of(4)).toArray()).containsExactly(-0.74f, 0, 0.74f, -0.46f);
    // k = 0: (11 - 20) / 30, k = 1: (48 - 41 - 20) / 30, k = 2: (85 - 82 - 20) / 30
    assertThat(Goldens.weights(Shape.of(3)).toArray())
        .containsExactly(-0.3f, (float) (-13 / 30.0), (float) (-17 / 30.0));
    assertThat(Goldens.arr(Shape.of(2), 2, 1, 41, 30).toArray())
        .containsExactly(0.4f, (float) (-26 / 30.0 + 1));
  }

  @Test
  void saysWhichNameIsMissing() {
    assertThatThrownBy(() -> goldens.numbers("layers", "Conv9d"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "/golden/keras-3.16-golden-values.json: expected a value at [layers, Conv9d], got none.\n"
                + "  Fix: check the spelling of the name.");
  }
}
