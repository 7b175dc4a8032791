package io.fovea.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void replacesAndLeavesNothingElse() throws IOException {
    var file = folder.resolve("a.txt");
    for (var text : new String[] {"one", "two"}) {
      WholeFile.make(file, part -> Files.writeString(part, text));
    }
    assertThat(file).hasContent("two");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aFailureKeepsTheOldFileAndLeavesNothingElse() throws IOException {
    var file = Files.writeString(folder.resolve("a.txt"), "old");
    assertThatThrownBy(() ->
            WholeFile.make(
                file,
                part -> {
                  Files.writeString(part, "half");
                  throw new IOException("no room");
                }))
        .hasMessage("no room");
    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void nobodySeesHalfAFile() throws IOException {
    var file = Files.writeString(folder.resolve("a.txt"), "old");
    WholeFile.make(
        file,
        part -> {
          Files.writeString(part, "ne");
          assertThat(file).hasContent("old");
          Files.writeString(part, "new");
        });
    assertThat(file).hasContent("new");
  }
}
