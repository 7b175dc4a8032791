// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.data.Datasets;
import io.fovea.train.Fit;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeExampleTest {
  private static final Path ROOT = root();

  @Test
  void trainsOnAFewDigitsAndSavesAModelThatLoads(@TempDir Path folder) {
    var digits = Datasets.mnist10k().train().take(20);
    var file = folder.resolve("digits.keras");

    var history = ReadmeExample.train(digits, Fit.epochs(1).batch(6).validation(0.1), file);

    assertThat(history.epochs()).hasSize(1);
    assertThat(history.last().values().keySet())
        .containsExactly("accuracy", "loss", "val_accuracy", "val_loss");
    assertThat(history.last().value("loss")).isPositive().isFinite();
    // kernels and biases: 7*7*64+64, 3*3*64*128+128, 3*3*128*128+128, 7*7*128*64+64, 64*10+10
    assertThat(Model.load(file).parameters()).isEqualTo(3_200 + 73_856 + 147_584 + 401_472 + 650);
  }

  /// The README leaves out what makes it an example: settings, progress, a result.
  @Test
  void readmeShowsThisProgram() throws IOException {
    var readme = tokens(Files.readString(ROOT.resolve("README.md")));
    var example =
        tokens(
            Files.readString(
                ROOT.resolve("fovea-examples/src/main/java/io/fovea/examples/ReadmeExample.java")));
    for (var statement :
        List.of(
            "Dataset digits = Datasets.mnist10k().train();",
            """
            var model = Model.of(input(28, 28, 1),
                conv2d(64, 7).same().relu(), maxPool2d(2),
                conv2d(128, 3).same().relu(), conv2d(128, 3).same().relu(), maxPool2d(2),
                flatten(), dense(64).relu(), dropout(0.5), dense(10).softmax());
            """,
            "model.compile(nadam(1e-3), sparseCategoricalCrossentropy(), accuracy());",
            "epochs(10).batch(32).validation(0.1)")) {
      assertThat(readme).contains(tokens(statement));
      assertThat(example).contains(tokens(statement));
    }
  }

  private static String tokens(String text) {
    return text.replaceAll("\\s+", "");
  }

  /// Folder of the whole project.
  static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      folder = Objects.requireNonNull(folder.getParent(), "a folder that holds LICENSE");
    }
    return folder;
  }
}
