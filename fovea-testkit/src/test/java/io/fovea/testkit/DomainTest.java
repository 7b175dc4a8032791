// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

class DomainTest {
  private static final Shape MANY = Shape.of(500);

  @Test
  void staysInItsRangeAndAwayFromKinks() {
    float[] values = Domain.between(-1, 2).away(0.0, 1.0).draw(MANY, Rng.of(1)).toArray();
    for (float value : values) {
      assertThat(value).isBetween(-1f, 2f);
      // half a float32 step at 1 below the margin of 0.05
      assertThat(Math.min(Math.abs(value), Math.abs(value - 1))).isGreaterThan(0.0499999f);
    }
  }

  @Test
  void givesDistinctNumbers() {
    var values = new Domain.Distinct(-2, 2).draw(MANY, Rng.of(1)).toArray();
    assertThat(values).doesNotHaveDuplicates();
    for (float value : values) {
      assertThat(value).isBetween(-2f, 2f);
    }
  }

  @Test
  void givesStepsIncludingBothEnds() {
    var values = new Domain.Steps(-1, 2, 1).draw(MANY, Rng.of(1)).toArray();
    assertThat(values).containsOnly(-1, 0, 1, 2).contains(-1, 0, 1, 2);
  }

  @Test
  void saysWhenKinksLeaveNoRoom() {
    assertThatThrownBy(() -> Domain.between(0, 0.01).away(0.0).draw(Shape.of(1), Rng.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Domain: expected room between the kinks, got Continuous[low=0.0");
  }
}
