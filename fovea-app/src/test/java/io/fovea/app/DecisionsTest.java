// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The decision records in `docs/adr`.
class DecisionsTest {
  private static final Path FOLDER = root().resolve("docs").resolve("adr");

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      folder = Objects.requireNonNull(folder.getParent(), "a folder that holds LICENSE");
    }
    return folder;
  }

  private static List<String> records() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
          .sorted()
          .toList();
    }
  }

  @Test
  void numbersAreUniqueAndWithoutGaps() throws IOException {
    var names = records();
    assertThat(names).hasSizeGreaterThan(10);
    for (int i = 0; i < names.size(); i++) {
      assertThat(names.get(i)).startsWith("%04d-".formatted(i + 1));
    }
  }

  @Test
  void eachRecordHasItsNumberAndParts() throws IOException {
    for (var name : records()) {
      var text = Files.readString(FOLDER.resolve(name));
      assertThat(text)
          .as(name)
          .startsWith("# " + name.substring(0, 4) + " ")
          .containsSubsequence(
              "**Status:**",
              "## Constraints",
              "## Decision",
              "## Consequences",
              "## What would change our mind");
      assertThat(text.lines().count()).as(name).isLessThan(80);
    }
  }

  @Test
  void indexListsEachRecordOnce() throws IOException {
    var index = Files.readString(FOLDER.resolve("README.md"));
    for (var name : records()) {
      var text = Files.readString(FOLDER.resolve(name));
      var title = text.lines().findFirst().orElse("").substring("# 0000 ".length());
      assertThat(index)
          .containsOnlyOnce("| [" + name.substring(0, 4) + "](" + name + ") | " + title + " |");
    }
    assertThat(index.lines().filter(line -> line.startsWith("| ["))).hasSameSizeAs(records());
  }
}
