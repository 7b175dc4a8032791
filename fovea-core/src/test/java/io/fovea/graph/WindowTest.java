// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  @ParameterizedTest
  @CsvSource({
    // size, kernel, stride, dilation, positions, before, after
    "5, 3, 1, 1, 5, 1, 1",
    "6, 3, 2, 1, 3, 0, 1", // the surplus goes behind
    "5, 3, 2, 1, 3, 1, 1",
    "5, 4, 1, 1, 5, 1, 2",
    "5, 3, 1, 2, 5, 2, 2",
    "5, 1, 3, 1, 2, 0, 0", // never negative
    "2, 5, 1, 1, 2, 2, 2",
  })
  void samePadsLikeKeras(
      int size, int kernel, int stride, int dilation, int positions, int before, int after) {
    var axis = Axis.same(size, kernel, stride, dilation);
    assertThat(axis).isEqualTo(new Axis(kernel, stride, dilation, before, after));
    assertThat(axis.positions(size)).isEqualTo(positions);
  }

  @Test
  void countsPositionsThatFitWhole() {
    assertThat(Axis.of(3, 2).positions(8)).isEqualTo(3);
    assertThat(Axis.of(2, 3).positions(7)).isEqualTo(2);
    assertThat(Axis.of(3, 1).positions(2)).isLessThan(1);
    assertThat(new Axis(3, 1, 3, 0, 0).reach()).isEqualTo(7);
  }

  @Test
  void countsCellsAndSaysWhetherItPads() {
    var window = Window.of(Axis.of(3, 1), Axis.same(6, 2, 2, 1));
    assertThat(window.cells()).isEqualTo(6);
    assertThat(window.kernel()).isEqualTo(Shape.of(3, 2));
    assertThat(window.pads()).isFalse();
    assertThat(Window.of(Axis.of(3, 1), Axis.same(6, 3, 2, 1)).pads()).isTrue();
    assertThat(window.positions(Shape.of(Shape.OPEN, 5, 6, 9))).isEqualTo(Shape.of(3, 3));
  }

  @Test
  void rejectsNumbersThatAreNoWindow() {
    assertThatThrownBy(() -> Axis.of(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "window.kernel: expected a whole number of at least 1, got 0.\n"
                + "  Fix: pass 1 or more.");
    assertThatThrownBy(() -> new Axis(3, 1, 1, -1, 0)).hasMessageStartingWith("window.before: ");
  }
}
