// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import static io.fovea.nn.Layers.conv2dTranspose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Conv2dTransposeTest {
  /// `reach = (3 - 1) 2 + 1 = 5`: `(6 - 1) 1 + max(5, 1) = 10`, and with stride 2 `(6 - 1) 2 + 5 = 15`.
  @Test
  void aDilatedWindowReachesFurther() {
    var x = Layers.input(6, 6, 3);
    assertThat(x.then(conv2dTranspose(2, 3).dilation(2)).shape()).hasToString("[N, 10, 10, 2]");
    assertThat(x.then(conv2dTranspose(2, 3).dilation(2).stride(2)).shape())
        .hasToString("[N, 15, 15, 2]");
    assertThat(x.then(conv2dTranspose(2, 3).dilation(2).same()).shape())
        .hasToString("[N, 6, 6, 2]");
  }

  @Test
  void aBorderOfItsOwnIsRefused() {
    var layer = conv2dTranspose(2, 3).stride(2);
    assertThat(layer.pad(0)).isEqualTo(layer);
    assertThatThrownBy(() -> layer.pad(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Conv2dTranspose.padding: expected same() or valid(), got Explicit[top=1, bottom=1,"
                + " left=1, right=1].\n"
                + "  Fix: choose valid() and let cropping2d() take the border away.");
  }
}
