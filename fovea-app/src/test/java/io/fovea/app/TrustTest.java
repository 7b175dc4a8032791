// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a file says leads nowhere but into the program: no download, no folder, no text of its own on
/// the terminal, unless the user named it.
class TrustTest {
  private static final String SETTINGS =
      """
      {"state": "running", "data_sha256": "", "settings": {
        "model": "lenet5", "weights": null, "data": "mnist10k", "size": null,
        "preprocessing": "unit", "split": "10,15,75", "limit": 0, "strict": false,
        "phases": [{"epochs": 3, "optimizer": "adamw", "learning_rate": 0.003, "warmup": 0.05,
          "decay": 0, "frozen_base": false, "train_batch_norm": false, "clip_norm": 0}],
        "batch": 32, "validation": 0.05, "augmentation": null, "feature_copies": 0, "seed": 1,
        "workers": 2}}
      """;

  @TempDir Path folder;

  private Path model(Map<String, String> metadata) {
    var file = folder.resolve("m.keras");
    Model.of(input(28, 28, 1), flatten(), dense(10).softmax()).replaceMetadata(metadata).save(file);
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "tf-flowers", "/", "/proc", "no such thing"})
  void evaluateNeitherFetchesNorLooksForWhatAFileNames(String data) {
    var file = model(Map.of("data", data));
    var run = Cli.run("evaluate", "--model", file);
    assertThat(run.code()).isEqualTo(Main.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            file
                + ": expected --data to say what to measure it on, got a file that says it learned"
                + " from "
                + data
                + ".\n  Fix: add --data with the path of "
                + data
                + ", or of other pictures of the same classes.\n");
  }

  @Test
  void whatIsPartOfTheProgramNeedsNoWord() {
    for (var metadata : List.of(Map.<String, String>of(), Map.of("data", "mnist10k"))) {
      var run = Cli.run("evaluate", "--model", model(metadata), "--limit", "9");
      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  @Test
  void damagedNotesOfAModelAreNamed() throws IOException {
    var pictures = Files.createDirectories(folder.resolve("pictures"));
    var file = model(Map.of("data", pictures.toString(), "split", "10,15,75", "split_seed", "12x"));
    var run = Cli.run("evaluate", "--model", file, "--data", pictures);
    assertThat(run.err())
        .isEqualTo(
            file
                + ": expected a note of the seed of its data, got 12x.\n"
                + "  Fix: train it again; its notes are damaged.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"root:x:0:0:root:/root:/bin/bash\n", "../../etc\n", "/etc/passwd\n", "\u0000"})
  void theTextOfAFileThatIsNoRunIsNotShown(String text) throws IOException {
    var file = Files.writeString(folder.resolve("secret"), text);
    var run = Cli.run("train", "--resume", file);
    assertThat(run.code()).isEqualTo(Main.FAILED);
    assertThat(run.out() + run.err()).doesNotContain(text.strip());
    assertThat(run.err())
        .startsWith(file + ": expected the folder of a run, got no run.json in it.");
  }

  /// A run's folder whose settings have one value changed.
  private Path run(String field, String value) throws IOException {
    var run = Files.createDirectories(folder.resolve("run"));
    var text =
        SETTINGS.replaceFirst(
            "\"" + field + "\": (\"[^\"]*\"|[^,}]+)",
            Matcher.quoteReplacement("\"" + field + "\": " + value));
    Files.writeString(run.resolve("run.json"), text);
    return run;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workers | 32000",
        "workers | -1",
        "workers | 4294967297",
        "batch | 0",
        "batch | 4294967328",
        "batch | 1e99",
        "limit | -5",
        "limit | 1.5",
        "size | 1000000000",
        "epochs | 0",
        "feature_copies | 99999999",
        "validation | 1",
        "validation | 1e400",
        "learning_rate | -1",
        "learning_rate | 1e999",
        "seed | 18446744073709551616",
        "model | \"no\"",
        "weights | \"a\\u0000b\"",
        "data | \"a\\u0000b\"",
        "split | \"x\"",
        "preprocessing | \"x\"",
        "optimizer | \"\\u001b[31m\"",
        "strict | 3"
      })
  void everyNumberOfARunHasARange(String field, String value) throws IOException {
    var run = run(field, value);
    var done = Cli.run("train", "--resume", run);
    assertThat(done.code()).isEqualTo(Main.FAILED);
    assertThat(done.err())
        .startsWith(run.resolve("run.json") + ": expected ")
        .containsPattern("\\b" + field.replace('_', '.') + "\\b[^\n]*, got ")
        .endsWith("Fix: start another run; this one's settings are damaged.\n")
        .matches("[ -~\n]*");
  }

  @Test
  void settingsAreReadInBounds() throws IOException {
    var run = run("seed", "1");
    for (var text : new String[] {"[".repeat(100_000), "{\"a\":1,\"a\":2}", "\"\u0000", "{}x"}) {
      Files.writeString(run.resolve("run.json"), text);
      assertThat(Cli.run("train", "--resume", run).err())
          .startsWith(run.resolve("run.json") + ": expected JSON")
          .hasSizeLessThan(400);
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nobodyWaitsForAPipe() throws Exception {
    var pipe = folder.resolve("m.keras");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(9, TimeUnit.SECONDS))
        .isTrue();
    assertThat(Cli.run("evaluate", "--model", pipe).err()).contains("got a device, pipe or socket");
    assertThat(Cli.run("summary", pipe).err()).contains("got a device, pipe or socket");
    var zero = Cli.run("train", "--augment", "/dev/zero", "--epochs", "1", "--limit", "64");
    assertThat(zero.err()).contains("/dev/zero: expected a pipeline, got a device, pipe or socket");
  }
}
