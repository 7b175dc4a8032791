// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.formats.keras.KerasFixturesTest.fixture;
import static io.fovea.nn.Layers.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.formats.Archive;
import io.fovea.train.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are damaged, or made to harm: each one is refused with a sentence, in time and memory that
/// do not depend on what it announces.
class KerasBadFilesTest {
  @TempDir Path folder;

  private static Model tiny() {
    return Model.of(input(4, 4, 1), conv2d(2, 3), batchNorm(), flatten(), dense(2));
  }

  private static byte[] zip(Map<String, byte[]> members) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
    return out.toByteArray();
  }

  private byte[] member(Path file, String name) {
    try (var archive = Archive.open(file)) {
      return archive.read(name, 1 << 20, in -> in.readAllBytes());
    }
  }

  private Path saved() {
    var file = folder.resolve("saved.keras");
    tiny().save(file);
    return file;
  }

  private void assertRefused(Map<String, byte[]> members, String... parts) throws IOException {
    var file = folder.resolve("bad.keras");
    Files.write(file, zip(members));
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContainingAll(parts);
  }

  /// The config of a saved model with a change in its first layer.
  private byte[] changed(Consumer<ObjectNode> change) throws IOException {
    var mapper = JsonMapper.builder().build();
    var root = mapper.readTree(member(saved(), "config.json"));
    change.accept((ObjectNode) root.path("config").path("layers").path(1));
    return mapper.writeValueAsBytes(root);
  }

  @Test
  void lambdaIsRefusedWithOneSentence() throws IOException {
    var config = changed(layer -> layer.put("class_name", "Lambda").put("name", "code"));
    var file = folder.resolve("bad.keras");
    Files.write(
        file,
        zip(
            Map.of(
                "config.json", config, "model.weights.h5", member(saved(), "model.weights.h5"))));
    assertThatThrownBy(() -> Model.load(file))
        .hasMessage(
            file
                + "/code: expected a layer that is described by numbers, got Lambda, which is"
                + " Python code.\n"
                + "  Fix: replace it in Python by a layer such as Rescaling or Activation, or by"
                + " one of your own.");
  }

  @Test
  void unknownLayersAndOptionsAreNamed() throws IOException {
    var h5 = member(saved(), "model.weights.h5");
    assertRefused(
        Map.of("config.json", changed(l -> l.put("class_name", "MyLayer")), "model.weights.h5", h5),
        "conv2d: expected a layer that Fovea has, got MyLayer",
        "LayerTypes.register(\"MyLayer\", ...)");
    assertRefused(
        Map.of(
            "config.json",
            changed(l -> ((ObjectNode) l.path("config")).put("data_format", "channels_first")),
            "model.weights.h5",
            h5),
        "conv2d.data_format: expected \"channels_last\", got \"channels_first\"");
    assertRefused(
        Map.of(
            "config.json", changed(l -> l.put("class_name", "TFOpLambda")), "model.weights.h5", h5),
        "an operation between layers");
  }

  @Test
  void theFirstVariableThatDoesNotFitIsNamed() throws IOException {
    var file = folder.resolve("other.weights.h5");
    Model.of(input(4, 4, 1), conv2d(2, 3), batchNorm(), flatten(), dense(3)).saveWeights(file);
    var model = tiny();
    float[] before = model.variables().getFirst().read();
    assertThatThrownBy(() -> model.loadWeights(file))
        .hasMessage(
            file
                + ": layers/dense/vars (dense): expected kernel of shape [8, 2], got shape [8,"
                + " 3].\n"
                + "  Fix: load it into the model that it was saved from; `fovea summary` shows its"
                + " layers.");
    assertThat(model.variables().getFirst().read()).isEqualTo(before);
    Model.of(input(4, 4, 1), conv2d(2, 3).noBias(), batchNorm(), flatten(), dense(2))
        .saveWeights(file);
    assertThatThrownBy(() -> model.loadWeights(file))
        .hasMessageContaining("expected 2 variables [kernel, bias], got 1 variables");
    var old = folder.resolve("other.h5");
    Model.of(input(4, 4, 1), conv2d(2, 3), flatten(), dense(2)).saveWeights(old);
    assertThatThrownBy(() -> model.loadWeights(old))
        .hasMessageContaining("dense for layer batch_normalization: expected 4 variables");
  }

  @Test
  void filesOfWeightsAloneSayWhatToDo() {
    assertThatThrownBy(() -> Model.load(fixture("functional.weights.h5")))
        .hasMessageContaining("got one with weights alone")
        .hasMessageContaining("model.loadWeights(file)");
    var file = folder.resolve("weights.h5");
    tiny().saveWeights(file);
    assertThatThrownBy(() -> Model.load(file)).hasMessageContaining("model.loadWeights(file)");
  }

  @Test
  void zipBombsAreRefused() throws IOException {
    var bomb = new byte[KerasJson.MOST_BYTES + 1];
    Arrays.fill(bomb, (byte) ' ');
    assertRefused(Map.of("config.json", bomb), "config.json: expected at most 8388608 bytes");
    assertRefused(
        Map.of(
            "config.json",
            "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
            "model.weights.h5",
            new byte[0]),
        "config.json: expected JSON");
    assertRefused(
        Map.of(
            "config.json", member(saved(), "config.json"), "model.weights.h5", new byte[1 << 26]),
        "model.weights.h5: expected at most 16",
        "got 67108864 bytes");
  }

  @Test
  void namesOutsideTheArchiveAreNeverWritten() throws IOException {
    var h5 = member(saved(), "model.weights.h5");
    var config = member(saved(), "config.json");
    var file = folder.resolve("inner/model.keras");
    Files.createDirectories(file.getParent());
    Files.write(
        file,
        zip(Map.of("../escaped", new byte[3], "config.json", config, "model.weights.h5", h5)));
    assertThat(Model.load(file).parameters()).isEqualTo(tiny().parameters());
    assertThat(folder.resolve("escaped")).doesNotExist();
  }

  @Test
  void ringsOfLayersAreRefused() throws IOException {
    String tensor =
        "{\"class_name\":\"__keras_tensor__\",\"config\":{\"shape\":[null,2],\"dtype\":\"float32\","
            + "\"keras_history\":[\"%s\",0,0]}}";
    String layer =
        "{\"class_name\":\"Dense\",\"name\":\"%s\",\"config\":{\"name\":\"%s\",\"units\":2},"
            + "\"inbound_nodes\":[{\"args\":[%s],\"kwargs\":{}}]}";
    String json =
        "{\"class_name\":\"Functional\",\"config\":{\"name\":\"ring\",\"layers\":["
            + layer.formatted("a", "a", tensor.formatted("b"))
            + ","
            + layer.formatted("b", "b", tensor.formatted("a"))
            + "],\"input_layers\":[],\"output_layers\":[[\"b\",0,0]]}}";
    assertRefused(Map.of("config.json", json.getBytes(StandardCharsets.UTF_8)), "a ring");
  }

  @Test
  void hugeLayersNeedNoMemory() throws IOException {
    var config =
        changed(l -> ((ObjectNode) l.path("config")).put("filters", Integer.MAX_VALUE / 64));
    assertRefused(
        Map.of("config.json", config, "model.weights.h5", member(saved(), "model.weights.h5")),
        "expected kernel of shape");
  }

  @Test
  void truncatedFilesAreRefusedAtOnce() throws IOException {
    for (String name : new String[] {"cut.keras", "cut.h5"}) {
      var file = folder.resolve(name);
      tiny().save(file);
      byte[] bytes = Files.readAllBytes(file);
      for (int length = 0; length < bytes.length - 1; length += 1 + bytes.length / 40) {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () -> assertThatThrownBy(() -> Model.load(file)).isInstanceOf(FormatException.class));
      }
    }
  }

  @Test
  void aDescriptionTooLongToBeReadIsNotWritten() {
    var file = folder.resolve("long.keras");
    var model = Model.to("long", input(2).then("name".repeat(2 << 20), dense(1)));
    assertThatThrownBy(() -> model.save(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a description of at most 8388608 bytes")
        .hasMessageEndingWith("save it as .fovea.");
    assertThat(file).doesNotExist();
  }
}
