// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.turbojpeg.TurboJpeg;
import io.fovea.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands that only report: `summary`, `zoo`, `doctor`.
class ReportsTest {
  @Test
  void summaryOfLeNetHasTheNumbersOfThePaper() {
    var run = Cli.run("summary", "lenet5", "--json");
    var json = run.json();
    assertThat(run.code()).isZero();
    assertThat(json.properties())
        .extracting(field -> field.getKey())
        .containsExactly(
            "model",
            "input",
            "parameters",
            "trainable",
            "non_trainable",
            "gmacs",
            "layers",
            "memory_mb",
            "layer_list");
    assertThat(json.get("layer_list"))
        .extracting(layer -> layer.get("name").asText() + " " + layer.get("output"))
        .startsWith("input [28,28,1]", "conv2d [28,28,6]")
        .endsWith("dense_2 [10]")
        .hasSize(9);
    assertThat(json.get("layer_list").get(1).toString())
        .isEqualTo(
            "{\"name\":\"conv2d\",\"type\":\"Conv2D\",\"output\":[28,28,6],\"parameters\":156,"
                + "\"trainable\":156,\"inputs\":[\"input\"],\"macs\":117600,\"memory\":18816}");
    assertThat(json.get("model").asText()).isEqualTo("lenet5");
    assertThat(json.get("input").toString()).isEqualTo("[28,28,1]");
    assertThat(json.get("parameters").asLong()).isEqualTo(61_706);
    assertThat(json.get("trainable").asLong()).isEqualTo(61_706);
    assertThat(json.get("non_trainable").asLong()).isZero();
    // 28*28*6*25 + 10*10*16*25*6 + 400*120 + 120*84 + 84*10 multiply-adds, exact in a double
    assertThat(json.get("gmacs").asDouble())
        .isEqualTo((117_600 + 240_000 + 48_000 + 10_080 + 840) / 1e9);
    assertThat(json.get("layers").asInt()).isEqualTo(8);
    // at least the parameters themselves, 4 bytes each
    assertThat(json.get("memory_mb").asDouble()).isBetween(61_706 * 4 / 1e6, 10.0);
  }

  @Test
  void summaryIsATableForPeople() {
    var run = Cli.run("summary", "lenet5");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Model: \"lenet5\"", "conv2d (Conv2D)", "61,706");
  }

  @Test
  void columnsAreAddedOnRequest() {
    assertThat(Cli.run("summary", "lenet5", "--columns").out())
        .contains("Field", "MMACs", "Memory");
    assertThat(Cli.run("summary", "lenet5").out()).doesNotContain("Field", "MMACs", "Memory");
  }

  @Test
  void summaryOfAMissingFileFails(@TempDir Path folder) {
    var file = folder.resolve("none.fovea");
    var run = Cli.run("summary", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            file
                + ": expected a model file, got no such file.\n"
                + "  Fix: check the path, or make one with 'fovea train'.\n");
  }

  @Test
  void summaryOfADamagedFileFails(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("bad.fovea"), "this is no model");
    var run = Cli.run("summary", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith(file + ": expected ").contains("\n  Fix: ");
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void summaryOfAFileOfAnotherFormatNamesTheFormats(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("model.txt"), "text");
    var run = Cli.run("summary", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            file
                + ": expected a file name that ends in one of"
                + " [.fovea, .keras, .h5, .weights.h5, .safetensors], got model.txt.");
  }

  @Test
  void whatCanOnlyBeWrittenIsOfferedForWriting(@TempDir Path folder) {
    assertThat(Cli.run("convert", "lenet5.keras", folder.resolve("model.txt")).err())
        .contains(" [.fovea, .keras, .h5, .weights.h5, .onnx, .safetensors], got model.txt.");
  }

  @Test
  void debugShowsTheStackTrace(@TempDir Path folder) {
    var run = Cli.run("summary", folder.resolve("none.fovea"), "--debug");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("DataException", "\tat io.fovea.app.KnownModel");
  }

  @Test
  void zooListsEveryNetwork() {
    var json = Cli.run("zoo", "--json").json();
    assertThat(json.get("models"))
        .extracting(row -> row.get("model").asText())
        .containsExactlyElementsOf(Zoo.names());
    assertThat(Cli.run("zoo").out()).contains("lenet5", "28 x 28 x 1", "61,706");
  }

  @Test
  void theTableOfTheZooIsRight() {
    assertThat(ModelFacts.zoo().stream().map(ModelFacts::line))
        .as("lines of zoo.csv")
        .containsExactlyElementsOf(
            Zoo.entries().stream()
                .map(entry -> ModelFacts.of(entry.name(), entry.described()).line())
                .toList());
  }

  @Test
  void reportsFitEightyColumns() {
    assertThat(Cli.run("zoo").out().lines()).allMatch(line -> line.length() < 80);
    assertThat(Cli.run("scale").out().lines()).allMatch(line -> line.length() < 80);
    assertThat(Cli.run("data", "list").out().lines().filter(line -> !line.startsWith("kept in ")))
        .allMatch(line -> line.length() < 80);
    for (int width : new int[] {40, 60, 80, 100}) {
      for (var columns : new String[] {"--json=false", "--columns"}) {
        assertThat(Cli.run("summary", "resnet50", "--width", width, columns).out().lines())
            .allMatch(line -> line.length() <= width || line.startsWith(" Non-trainable"));
      }
    }
  }

  @Test
  void doctorNamesTheEngine() {
    var run = Cli.run("doctor", "--json");
    var json = run.json();
    assertThat(run.code()).isZero();
    assertThat(json.properties())
        .extracting(field -> field.getKey())
        .contains("engine", "version", "isa", "threads", "bf16", "jpeg", "java", "problems");
    assertThat(json.get("engine").asText()).isIn("onednn", "reference");
    assertThat(json.get("threads").asInt()).isPositive();
    assertThat(json.get("bf16").isBoolean()).isTrue();
    assertThat(json.get("problems").isArray()).isTrue();
    assertThat(json.get("jpeg").asText())
        .isEqualTo(TurboJpeg.installed().isPresent() ? "libjpeg-turbo" : "jdk");
  }

  @Test
  void doctorShowsEveryEngineToPeople() {
    assertThat(Cli.run("doctor").out()).contains("engine reference", "in use", "java");
  }

  @Test
  void doctorSaysWhatDecodesJpegFilesAndWhatWouldDoItFaster() {
    assertThat(Cli.run("doctor").out())
        .containsPattern(
            TurboJpeg.installed().isPresent()
                ? "jpeg files +libjpeg-turbo, .*turbojpeg"
                : "jpeg files +the JDK's decoder\n +faster +\\S");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, 'libjpeg-turbo, about 3 x: apt-get install libturbojpeg0'",
    "Mac OS X, 'libjpeg-turbo, about 3 x: brew install jpeg-turbo'",
    "Windows 11, 'nothing to do: libjpeg-turbo is not used on Windows'"
  })
  void doctorNamesThePackageOfEachSystem(String system, String way) {
    assertThat(DoctorCommand.faster(system)).isEqualTo(way);
  }
}
