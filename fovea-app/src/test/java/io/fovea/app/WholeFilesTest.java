// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
  @TempDir Path folder;

  @Test
  void writingReplacesAndLeavesNothingElse() throws IOException {
    var file = folder.resolve("a.txt");
    WholeFiles.write(file, "one");
    WholeFiles.write(file, "two");
    assertThat(file).hasContent("two");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFailureLeavesNothing() {
    var taken = folder.resolve("taken");
    assertThatThrownBy(() -> WholeFiles.write(taken.resolve("a.txt"), "one"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aLinkIsReplaced() throws IOException {
    for (var name : new String[] {"one", "two"}) {
      Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("a.txt"), name);
      WholeFiles.link(folder.resolve("last"), name);
      assertThat(WholeFiles.follow(folder.resolve("last").resolve("a.txt"))).hasContent(name);
    }
  }

  @Test
  void aTextFileStandsForALink() throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("run")).resolve("a.txt"), "here");
    Files.writeString(folder.resolve("last"), "run\n");
    assertThat(WholeFiles.follow(folder.resolve("last").resolve("a.txt"))).hasContent("here");
  }

  @Test
  void runsOfTheSameSecondGetNumbers() {
    var now = LocalDateTime.of(2026, 1, 31, 17, 45, 2);
    assertThat(RunFolder.create(folder, "lenet5", now, "{}").path())
        .isEqualTo(folder.resolve("20260131-174502-lenet5"));
    assertThat(RunFolder.create(folder, "lenet5", now, "{}").path())
        .isEqualTo(folder.resolve("20260131-174502-lenet5-2"));
  }
}
