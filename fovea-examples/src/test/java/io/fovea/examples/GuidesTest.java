// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.train.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every snippet of the guide compiles and runs as it is printed, imports included.
class GuidesTest {
  private static final Path GUIDE = ReadmeExampleTest.root().resolve("docs/guide");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"keras-files", "pictures", "training"})
  void thePageRuns(String page) throws Exception {
    Model.of(input(8, 8, 3), flatten(), dense(3).softmax()).save(folder.resolve("flowers.keras"));
    for (var flower : List.of("daisy", "rose", "tulip")) {
      var pictures = Files.createDirectories(folder.resolve("flowers").resolve(flower));
      for (int i = 0; i < 12; i++) {
        Images.writePng(Image.of(4, 4, 3, new byte[48]), pictures.resolve(i + ".png"));
      }
    }
    var compiled = compiled(page);

    var run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                compiled + java.io.File.pathSeparator + System.getProperty("java.class.path"),
                GuidePage.of(GUIDE.resolve(page + ".md")).name())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();

    var said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).as(said).isZero();
  }

  /// Its programs begin with a download of 100 MB; what they do runs in `TransferLearningTest`.
  @Test
  void theProgramsOfTransferLearningCompile() throws IOException {
    assertThat(compiled("transfer-learning")).isNotEmptyDirectory();
  }

  /// Snippets of `own-layers` are those of `OwnLayersTest`.
  @Test
  void noPageIsLeftOut() throws IOException {
    var pages = new TreeSet<String>();
    try (var files = Files.list(GUIDE)) {
      for (var file : files.toList()) {
        if (!GuidePage.of(file).blocks().isEmpty()) {
          pages.add(String.valueOf(file.getFileName()).replace(".md", ""));
        }
      }
    }
    assertThat(pages)
        .isEqualTo(
            Set.of("keras-files", "own-layers", "pictures", "training", "transfer-learning"));
  }

  private Path compiled(String name) throws IOException {
    var page = GuidePage.of(GUIDE.resolve(name + ".md"));
    var source = Files.writeString(folder.resolve(page.name() + ".java"), page.program());
    var classes = Files.createDirectories(folder.resolve("classes"));
    var messages = new ByteArrayOutputStream();
    int code =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK")
            .run(
                null,
                messages,
                messages,
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(code).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    return classes;
  }
}
