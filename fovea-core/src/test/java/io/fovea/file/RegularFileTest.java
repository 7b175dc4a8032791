// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Nothing without an end is opened.
class RegularFileTest {
  @TempDir Path folder;

  @Test
  void filesAndLinksToThemAreRead() throws IOException {
    var file = Files.writeString(folder.resolve("a"), "Blüte");
    assertThat(RegularFile.check(file, "a text")).isEqualTo(file);
    var link = Files.createSymbolicLink(folder.resolve("b"), file);
    assertThat(RegularFile.text(link, "a text", 6)).isEqualTo("Blüte");
  }

  @Test
  void everythingElseIsNamed() {
    assertThatThrownBy(() -> RegularFile.check(folder, "a table"))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + ": expected a table, got a folder.\n  Fix: check the path.");
    assertThatThrownBy(() -> RegularFile.check(folder.resolve("no"), "a table"))
        .hasMessageContaining("expected a table, got no such file.");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pipesAndDevicesAreNotWaitedFor() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(9, TimeUnit.SECONDS))
        .isTrue();
    for (var path : new Path[] {pipe, Path.of("/dev/zero"), Path.of("/dev/null")}) {
      assertThatThrownBy(() -> RegularFile.bytes(path, "a pipeline", 9))
          .hasMessageStartingWith(path + ": expected a pipeline, got a device, pipe or socket.");
    }
  }

  @Test
  void noMoreIsReadThanMayBe() throws IOException {
    var file = Files.writeString(folder.resolve("a"), "123456");
    assertThat(RegularFile.bytes(file, "a pipeline", 6)).hasSize(6);
    assertThatThrownBy(() -> RegularFile.bytes(file, "a pipeline", 5))
        .hasMessage(
            file
                + ": expected a pipeline of at most 5 bytes, got a longer file.\n"
                + "  Fix: check the path; this is another file.");
  }

  @Test
  void textIsUtf8() throws IOException {
    var file = Files.write(folder.resolve("a"), new byte[] {'B', 'l', (byte) 0xFC});
    assertThatThrownBy(() -> RegularFile.text(file, "a pipeline", 9))
        .hasMessage(
            file + ": expected a pipeline in UTF-8, got other bytes.\n  Fix: save it in UTF-8.");
  }
}
