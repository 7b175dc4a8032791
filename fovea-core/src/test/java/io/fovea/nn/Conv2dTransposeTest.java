package io.fovea.nn;

import static io.fovea.nn.Layers.conv2dTranspose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Conv2dTransposeTest {
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
