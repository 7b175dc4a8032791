// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static Logs logs(Map<String, Double> values) {
    return new Logs(new TreeMap<>(values));
  }

  @Test
  void itPrintsASmallTable() {
    var history =
        new History(
            List.of(logs(Map.of("loss", 0.7123, "val_accuracy", 0.5)), logs(Map.of("loss", 12.5))));
    assertThat(history)
        .hasToString(
            """
            epoch     loss  val_accuracy
                1   0.7123        0.5000
                2  12.5000             -\
            """);
  }

  @Test
  void ofManyEpochsItShowsTheFirstAndTheLast() {
    var history =
        new History(
            IntStream.range(0, 100).mapToObj(i -> logs(Map.of("loss", (double) i + 1))).toList());
    assertThat(history.toString().lines()).hasSize(22);
    assertThat(history.toString().lines().toList().get(11)).isEqualTo("  ...       ...");
    assertThat(history.toString()).endsWith("  100  100.0000");
  }

  @Test
  void aLossThatIsNoNumberIsDivergence() {
    assertThat(new History(List.of(logs(Map.of("loss", 1.0)))).diverged()).isFalse();
    assertThat(new History(List.of(logs(Map.of("val_loss", Double.NaN)))).diverged()).isTrue();
    assertThat(new History(List.of(logs(Map.of("accuracy", Double.NaN)))).diverged()).isFalse();
  }
}
