// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Augmentations;
import io.fovea.data.Datasets;
import io.fovea.formats.record.Pipelines;
import io.fovea.formats.torch.TorchWeights;
import io.fovea.testkit.Mutations;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kind of file that a command reads, damaged: it works, or ends with one sentence of ours.
/// `-Dfovea.mutations=1000` tries more of each kind, `-Dfovea.mutations.from` others.
class MutatedInputsTest {
  private static final int MUTATIONS = Integer.getInteger("fovea.mutations", 6);
  private static final int FROM = Integer.getInteger("fovea.mutations.from", 0);

  /// What the JDK and the libraries say, and names of their classes.
  private static final String FOREIGN =
      "(?s).*(For input string|out of bounds|out of range for"
          + " length|(?<!')\\bnull\\b|Malformed|Input length|Nul character|begin \\d|Cannot"
          + " invoke|cannot be"
          + " cast|multiplicand|overflow|java\\.|sun\\.|com\\.fasterxml|picocli|Exception\\b|\\w\\w\\w+Error\\b|at"
          + " io\\.fovea).*";

  /// An input and the command that reads it.
  private record Reader(Path file, List<Object> command) {}

  @TempDir Path folder;

  @BeforeEach
  void paint() throws IOException {
    Painted.folder(folder.resolve("colors"), 2, 4);
  }

  private static Model model() {
    return Model.of(input(28, 28, 3), flatten(), dense(2).softmax())
        .replaceMetadata(Map.of("classes", "blue\ngreen"));
  }

  private Reader reader(String kind) throws IOException {
    var file = folder.resolve(kind);
    var picture = folder.resolve("colors/blue/0.png");
    var predict = List.<Object>of("predict", "--model", file, picture);
    return switch (kind) {
      case "m.keras", "m.fovea", "m.h5" -> {
        model().save(file);
        yield new Reader(file, predict);
      }
      case "m.weights.h5" -> {
        Zoo.model("lenet5").saveWeights(file);
        yield new Reader(file, List.of("predict", "--model", "lenet5", "--weights", file, picture));
      }
      case "m.safetensors" -> {
        TorchWeights.save(Zoo.model("lenet5"), file);
        yield new Reader(file, List.of("predict", "--model", "lenet5", "--weights", file, picture));
      }
      case "pipeline.json" -> {
        Pipelines.save(Augmentations.rotate(9).sometimes(0.5), file);
        yield new Reader(
            file,
            List.of("augment", "--augment", file, "--out", folder.resolve("out.png"), picture));
      }
      case "table.csv" -> {
        Files.writeString(
            file,
            "path,label,split\n"
                + "colors/blue/0.png,blue,train\n"
                + "colors/green/1.png,\"gr\"\"een\",test\n");
        yield new Reader(file, List.of("data", "check", file));
      }
      case "picture.png" -> {
        Files.copy(picture, file);
        var whole = folder.resolve("whole.keras");
        model().save(whole);
        yield new Reader(file, List.of("predict", "--model", whole, file));
      }
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m.keras",
        "m.fovea",
        "m.h5",
        "m.weights.h5",
        "m.safetensors",
        "pipeline.json",
        "table.csv",
        "picture.png"
      })
  void aDamagedFileGivesOneSentence(String kind) throws IOException {
    var reader = reader(kind);
    var done = Cli.run(reader.command().toArray());
    assertThat(done.code()).as(done.err()).isZero();
    byte[] bytes = Files.readAllBytes(reader.file());
    for (int i = FROM - garbage().size(); i < FROM + MUTATIONS; i++) {
      Files.write(reader.file(), mutant(bytes, i));
      requireSentence(kind + ", mutation " + i, Cli.run(reader.command().toArray()));
    }
  }

  /// A run that has only to be measured, so that one whose files are whole ends soon.
  @ParameterizedTest
  @ValueSource(strings = {"run.json", "history.csv", "checkpoint/phase-0.fovea", "best.keras"})
  void aDamagedRunGivesOneSentence(String name) throws IOException {
    var runs = folder.resolve("runs");
    var trained =
        Cli.run(
            "train",
            "--model",
            "lenet5",
            "--size",
            28,
            "--epochs",
            1,
            "--batch",
            4,
            "--limit",
            8,
            "--data",
            folder.resolve("colors"),
            "--out",
            runs);
    assertThat(trained.code()).as(trained.err()).isZero();
    var run = KillCampaign.onlyRun(runs).orElseThrow();
    var facts = run.resolve("run.json");
    Files.writeString(
        facts,
        Files.readString(facts).replace("\"state\" : \"finished\"", "\"state\" : \"running\""));
    Files.createDirectories(run.resolve("checkpoint"));
    Model.load(run.resolve("model.keras")).save(run.resolve("checkpoint/phase-0.fovea"));
    byte[] bytes = Files.readAllBytes(run.resolve(name));
    for (int i = FROM - garbage().size(); i < FROM + MUTATIONS; i++) {
      var copy = copy(run, folder.resolve("copies").resolve(String.valueOf(i + 100)));
      Files.write(copy.resolve(name), mutant(bytes, i));
      requireSentence(name + ", mutation " + i, Cli.run("train", "--resume", copy));
      KillCampaign.remove(copy);
    }
  }

  /// No command reads these by themselves: published ones are compared with their checksums first.
  @Test
  void damagedDigitsGiveOneSentence() throws IOException {
    byte[] pictures = new byte[16 + 3 * 4];
    System.arraycopy(
        new byte[] {0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2}, 0, pictures, 0, 16);
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2};
    for (int i = FROM - garbage().size(); i < FROM + 20 * MUTATIONS; i++) {
      var packed = new ByteArrayOutputStream();
      try (var gzip = new GZIPOutputStream(packed)) {
        gzip.write(pictures);
      }
      var original = i % 2 == 0 ? pictures : packed.toByteArray();
      var first = Files.write(folder.resolve("a"), i % 3 == 0 ? original : mutant(original, i));
      var second = Files.write(folder.resolve("b"), i % 3 == 0 ? mutant(labels, i) : labels);
      try {
        assertThat(Datasets.idx(first, second).size()).isPositive();
      } catch (RuntimeException e) {
        requireSentence("digits, mutation " + i, new Cli(1, "", Problems.sentence(e) + "\n"));
      }
    }
  }

  // ---- what is read ----------------------------------------------------------------------------

  /// Other things than the file that was named.
  private static List<byte[]> garbage() {
    var noise = new byte[3000];
    new Random(1).nextBytes(noise);
    return List.of(
        new byte[0],
        new byte[5000],
        noise,
        "null".getBytes(StandardCharsets.UTF_8),
        "[]".getBytes(StandardCharsets.UTF_8),
        "a,b\n1,x\n\u00e4\u00f6".getBytes(StandardCharsets.ISO_8859_1),
        "\u001b[31m\u202e".getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mutant(byte[] bytes, int number) {
    if (number < FROM) {
      return garbage().get(FROM - 1 - number);
    }
    boolean text = bytes[0] == '{' || bytes[0] == 'p' || bytes[0] == 'e' || bytes[8] == '{';
    return text && number % 3 != 0 ? Mutations.json(bytes, number) : Mutations.bytes(bytes, number);
  }

  private static void requireSentence(String what, Cli ended) {
    assertThat(ended.code()).as(what + "\n" + ended.err()).isBetween(0, 2);
    if (ended.code() == 0) {
      return;
    }
    if (ended.err().isEmpty()) { // a report of faults
      assertThat(ended.out()).as(what).isNotBlank().doesNotMatch(FOREIGN);
      return;
    }
    var said = ended.err().strip();
    var last = said.substring(Math.max(0, said.lastIndexOf('\n', said.indexOf("\n  Fix: ") - 1)));
    assertThat(said.indexOf(": expected ")).as(what + "\n" + said).isPositive();
    assertThat(last.strip()).as(what).hasSizeLessThanOrEqualTo(400);
    assertThat(said).as(what).matches("[^\\p{C}\n]+(\n[^\\p{C}\n]+)*");
    assertThat(said.replace(System.getProperty("java.io.tmpdir", ""), ""))
        .as(what)
        .doesNotMatch(FOREIGN);
  }

  // ---- folders ---------------------------------------------------------------------------------

  private static Path copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (var path : all.toList()) {
        var target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
    return to;
  }
}
