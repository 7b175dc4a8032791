// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
  void aLinkStaysAndItsTargetIsReplaced() throws IOException {
    var target = Files.writeString(folder.resolve("target.txt"), "old");
    var link = Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("target.txt"));
    var dangling = Files.createSymbolicLink(folder.resolve("new.txt"), Path.of("not-yet.txt"));
    for (var file : List.of(link, dangling)) {
      WholeFile.make(file, part -> Files.writeString(part, "new"));
      assertThat(file).isSymbolicLink();
    }
    assertThat(target).hasContent("new");
    assertThat(folder.resolve("not-yet.txt")).hasContent("new");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whatIsNoRegularFileIsRefused() throws IOException, InterruptedException {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    var toPipe = Files.createSymbolicLink(folder.resolve("link"), pipe);
    var round = Files.createSymbolicLink(folder.resolve("round"), Path.of("round"));
    var fixed = Files.writeString(folder.resolve("fixed"), "old");
    Files.setPosixFilePermissions(fixed, PosixFilePermissions.fromString("r--r--r--"));
    assertRefused(Path.of("/dev/null"), "a regular file, or nothing there", "a device or pipe");
    assertRefused(pipe, "a regular file, or nothing there", "a device or pipe");
    assertRefused(toPipe, "a regular file, or nothing there", "a device or pipe");
    assertRefused(round, "a file", "a link that leads nowhere");
    assertRefused(folder, "a file", "a folder");
    assertRefused(fixed, "a file that may be written", "one that is read-only");
    assertThat(fixed).hasContent("old");
  }

  private static void assertRefused(Path file, String expected, String got) {
    var message =
        "%s: expected %s, got %s.\n  Fix: choose another name for the file."
            .formatted(file, expected, got);
    assertThatThrownBy(() -> WholeFile.require(file)).hasMessage(message);
    assertThatThrownBy(() -> WholeFile.make(file, part -> Files.writeString(part, "new")))
        .hasMessage(message);
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
