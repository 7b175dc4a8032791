// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// ARCHITECTURE.md leads to files that exist, in walks of at most twelve stations.
final class ArchitecturePageTest {
  private static final Path ROOT = root();
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
  private static final Pattern STATION =
      Pattern.compile("(\\d+)\\. \\[(\\w+)]\\(.*/(\\w+)\\.java\\): .+");

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      folder = Objects.requireNonNull(folder.getParent(), "a folder that holds LICENSE");
    }
    return folder;
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    var links =
        LINK.matcher(Files.readString(ROOT.resolve("ARCHITECTURE.md")))
            .results()
            .map(link -> link.group(1))
            .toList();
    assertThat(links).hasSizeGreaterThan(40).allMatch(link -> Files.exists(ROOT.resolve(link)));
  }

  @Test
  void walksAreShortAndNameTheirStations() throws IOException {
    var stations =
        Files.readAllLines(ROOT.resolve("ARCHITECTURE.md")).stream()
            .map(STATION::matcher)
            .filter(Matcher::matches)
            .toList();
    assertThat(stations.stream().filter(station -> station.group(1).equals("1"))).hasSize(4);
    assertThat(stations)
        .allMatch(station -> Integer.parseInt(station.group(1)) <= 12)
        .allMatch(station -> station.group(2).equals(station.group(3)));
  }
}
