// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Many threads at once, for as long as one likes: `-Dfovea.load.seconds=3600` is an hour.
class LoadTest {
  private static final long SECONDS = Long.getLong("fovea.load.seconds", 5);

  /// From here on the collector's and the allocator's own tables have their size.
  private static final long LONG_SECONDS = 300;

  /// Thousands of models are dropped meanwhile; were one in a hundred kept, it would be more.
  private static final double GROWTH = 1.1;

  @Test
  @Tag("slow")
  @EnabledOnOs(OS.LINUX)
  void answersStayEqualAndMemoryFlatUnderLoad() throws Exception {
    // resident from the start, so that only what is not on the heap can grow
    var text =
        Fork.run(
            LoadProgram.class,
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-Dfovea.load.seconds=" + SECONDS);
    var lines = text.lines().filter(line -> line.matches("\\d+ \\d+ \\d+")).toList();
    assertThat(lines).as(text).hasSize(20);
    assertThat(number(lines.getLast(), 2)).isPositive();
    if (SECONDS >= LONG_SECONDS) {
      assertThat(most(lines.subList(15, 20)))
          .as(text)
          .isLessThan((long) (GROWTH * most(lines.subList(5, 10))));
    }
  }

  private static long most(List<String> lines) {
    return lines.stream().mapToLong(line -> number(line, 1)).max().orElseThrow();
  }

  private static long number(String line, int column) {
    return Long.parseLong(line.split(" ")[column]);
  }
}
