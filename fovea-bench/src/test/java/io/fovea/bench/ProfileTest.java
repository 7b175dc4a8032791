// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private static final Profile PROFILE =
      new Profile(
          1_100,
          1_500,
          7,
          new Plan.Memory(1, 2, 3, 4),
          List.of(
              new Plan.Part("a", "convolution", "jit", 300),
              new Plan.Part("a", "convolution backward data", "jit", 400),
              new Plan.Part("b", "convolution", "ref", 50),
              new Plan.Part("c", "softmax", "jit", 250)));

  @Test
  void overheadIsWhatNoPrimitiveTook() {
    assertThat(PROFILE.primitives()).isEqualTo(1_000);
    assertThat(PROFILE.overhead()).isEqualTo(100);
    assertThat(PROFILE.fitOverhead()).isEqualTo(500);
  }

  @Test
  void sharesAreByKindAndTheLongestStandsFirst() {
    assertThat(PROFILE.shares())
        .containsExactly(
            new Profile.Share("convolution backward data", 1, 400, 0.4),
            new Profile.Share("convolution", 2, 350, 0.35),
            new Profile.Share("softmax", 1, 250, 0.25));
    assertThat(PROFILE.convolutions()).isEqualTo(0.75);
  }

  @Test
  void slowestStepsStandFirst() {
    assertThat(PROFILE.slowest(2)).extracting(Plan.Part::nanos).containsExactly(400L, 300L);
    assertThat(PROFILE.slowest(9)).hasSize(4);
  }
}
