// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefaultProgressTest {
  private static final String PROPERTY = "fovea.progress";

  private String before = "";

  @BeforeEach
  void showProgress() {
    before = System.getProperty(PROPERTY, "on");
    System.setProperty(PROPERTY, "on");
  }

  @AfterEach
  void asBefore() {
    System.setProperty(PROPERTY, before);
  }

  @Test
  void fitShowsProgressUnlessSomebodyDecidedOtherwise() {
    assertThat(DefaultProgress.before(List.of()))
        .singleElement()
        .isInstanceOfSatisfying(
            ProgressBar.class, bar -> assertThat(bar.out()).isSameAs(System.out));
    var other = Callbacks.terminateOnNan();
    assertThat(DefaultProgress.before(List.of(other))).hasSize(2).endsWith(other);
    var own = ProgressBar.of(new StringBuilder(), false);
    assertThat(DefaultProgress.before(List.of(own))).containsExactly(own);
    assertThat(DefaultProgress.before(Fit.epochs(1).quiet().callbacks()))
        .noneMatch(ProgressBar.class::isInstance);
    System.setProperty(PROPERTY, "off");
    assertThat(DefaultProgress.before(List.of())).isEmpty();
  }
}
