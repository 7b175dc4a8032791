// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import static io.fovea.formats.keras.KerasFixturesTest.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.formats.hdf5.H5File;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that Fovea writes against files of the same models that Python Keras 3.16 wrote.
class KerasStructureTest {
  @TempDir Path folder;

  /// Members that older versions of Keras 3 do not know, and numbers of a run of Python.
  private static final Set<String> OMITTED =
      Set.of(
          "shared_object_id",
          "input_axes",
          "output_axes",
          "renorm",
          "renorm_clipping",
          "renorm_momentum",
          "quantization_config");

  private static JsonNode json(byte[] bytes) throws IOException {
    return comparable(JsonMapper.builder().build().readTree(bytes));
  }

  private static JsonNode comparable(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(OMITTED);
      if (object.path("config").has("invert")) {
        ((ObjectNode) object.path("config")).remove("axis"); // [3] and [-1] are the same axis
      }
    }
    node.forEach(KerasStructureTest::comparable);
    return node;
  }

  private static Map<String, byte[]> members(Path file) throws IOException {
    var members = new TreeMap<String, byte[]>();
    try (var zip = new ZipFile(file.toFile())) {
      for (var entry : zip.stream().toList()) {
        members.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return members;
  }

  /// Everything that h5dump would show, but for the texts of configs and versions.
  private static Map<String, Object> contents(byte[] bytes) {
    var contents = new TreeMap<String, Object>();
    try (var file = H5File.of("file", ByteBuffer.wrap(bytes))) {
      attributes(file, "", contents);
      for (String path : file.paths()) {
        attributes(file, path, contents);
        if (file.isGroup(path)) {
          contents.put(path, "group");
        } else {
          var values = Arrays.toString(file.floats(path));
          contents.put(path, List.of(file.kind(path), file.shape(path), values));
        }
      }
    }
    return contents;
  }

  private static void attributes(H5File file, String path, Map<String, Object> contents) {
    for (String name : file.attributes(path)) {
      boolean varies = Set.of("keras_version", "backend").contains(name) || name.endsWith("config");
      contents.put(
          path + "@" + name,
          List.of(
              file.kind(path, name),
              varies ? List.of() : file.texts(path, name).orElse(List.of())));
    }
  }

  /// As equal maps, but shows what differs alone.
  private static void assertSame(Map<String, Object> actual, Map<String, Object> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((path, value) -> assertThat(actual.get(path)).as(path).isEqualTo(value));
  }

  private Path again(String name) {
    var file = folder.resolve(name);
    Model.load(fixture(name)).save(file);
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"functional.keras", "sequential_frozen_base.keras"})
  void archivesHaveTheMembersOfKeras(String name) throws IOException {
    var expected = members(fixture(name));
    var actual = members(again(name));
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    assertThat(json(actual.get("config.json"))).isEqualTo(json(expected.get("config.json")));
    assertSame(
        contents(actual.get("model.weights.h5")), contents(expected.get("model.weights.h5")));
    assertThat(json(actual.get("metadata.json")).properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("keras_version", "date_saved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"functional_legacy.h5", "sequential_frozen_base_legacy.h5"})
  void olderFilesHaveTheGroupsAndAttributesOfKeras(String name) throws IOException {
    byte[] expected = Files.readAllBytes(fixture(name));
    byte[] actual = Files.readAllBytes(again(name));
    var groups = contents(expected);
    if (name.startsWith("s")) {
      // Keras 3 puts the name of the model before those of layers that the model itself built
      groups = prefixed(groups);
    }
    assertSame(contents(actual), groups);
    for (String key : List.of("model_config", "training_config")) {
      assertThat(config(actual, key)).isEqualTo(config(expected, key));
    }
  }

  private static JsonNode config(byte[] bytes, String key) throws IOException {
    try (var file = H5File.of("file", ByteBuffer.wrap(bytes))) {
      return json(H5Group.utf8(file.text("", key).orElseThrow()));
    }
  }

  private static Map<String, Object> prefixed(Map<String, Object> groups) {
    var plain = new TreeMap<String, Object>();
    groups.forEach((path, value) -> {
      if (!path.equals("model_weights/head/fx_sequential")) {
        plain.put(
            path.replace("fx_sequential/", "").replace("fx_sequential_", ""),
            value instanceof List<?> list && path.endsWith("weight_names") ? without(list) : value);
      }
    });
    return plain;
  }

  @Test
  void weightsAloneHaveTheGroupsOfKeras() throws IOException {
    var file = folder.resolve("functional.weights.h5");
    Model.load(fixture("functional.keras")).saveWeights(file);
    assertSame(
        contents(Files.readAllBytes(file)),
        contents(Files.readAllBytes(fixture("functional.weights.h5"))));
  }

  /// Removes the name of the model from the names of weights.
  private static Object without(List<?> value) {
    var texts =
        ((List<?>) value.getLast())
            .stream()
                .map(text -> text.toString().replace("fx_sequential/", ""))
                .map(text -> text.replace("fx_sequential_", ""))
                .toList();
    return List.of(value.getFirst(), texts);
  }
}
