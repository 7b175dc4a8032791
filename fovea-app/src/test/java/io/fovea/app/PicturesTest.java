// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  @Test
  void foldersStandForTheirPicturesAndWhatIsLeftOutIsTold(@TempDir Path folder) throws IOException {
    for (var name : List.of("b/2.png", "b/deep/1.jpg", "b/x.heic", "a.png", "none/.hidden.png")) {
      var file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
    }
    var told = new ByteArrayOutputStream();
    var files =
        Pictures.files(
            List.of(folder.resolve("a.png"), folder.resolve("b")),
            new PrintStream(told, true, StandardCharsets.UTF_8));
    assertThat(files)
        .containsExactly(
            folder.resolve("a.png"), folder.resolve("b/2.png"), folder.resolve("b/deep/1.jpg"));
    assertThat(told.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            folder.resolve("b") + ": left out: 1 HEIC file (no reader)\n");
    assertThatThrownBy(() -> Pictures.files(List.of(folder.resolve("none")), System.err))
        .hasMessage(
            folder.resolve("none")
                + ": expected a folder with pictures in it, got none (left out: 1 hidden).\n"
                + "  Fix: name picture files, or a folder of them.");
  }
}
