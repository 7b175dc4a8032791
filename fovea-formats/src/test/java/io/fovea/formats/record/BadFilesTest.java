// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.adam;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fovea.error.FormatException;
import io.fovea.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is no model never loads by half: one sentence each.
class BadFilesTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void save() {
    file = folder.resolve("m.fovea");
    Model.of(input(4), dense(3).softmax())
        .compile(adam(0.1), sparseCategoricalCrossentropy())
        .save(file);
  }

  private void assertRejected(String message) {
    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("\n  Fix: ");
  }

  /// Writes the archive anew with other entries, checksums right.
  private void change(UnaryOperator<Map<String, byte[]>> change) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    try (var zip = new ZipFile(file.toFile())) {
      for (var entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : change.apply(entries).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }

  private void changeJson(String before, String after) throws IOException {
    change(entries -> {
      String json = new String(entries.get("model.json"), UTF_8);
      assertThat(json).contains(before);
      entries.put("model.json", json.replace(before, after).getBytes(UTF_8));
      return entries;
    });
  }

  @Test
  void aMissingFile() {
    file = folder.resolve("nowhere.fovea");
    assertThatThrownBy(() -> Model.load(file))
        .hasMessage(file + ": expected a model file, got no such file.\n  Fix: check the path.");
  }

  @Test
  void aTextFile() throws IOException {
    Files.writeString(file, "hello");
    assertRejected(file + ": expected a zip file, got ");
  }

  @Test
  void anEmptyFile() throws IOException {
    Files.write(file, new byte[0]);
    assertRejected("expected a zip file, got ");
  }

  @Test
  void aFileCutAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 37) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(catchThrowable(() -> Model.load(file))).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void anyByteChangedIsRejectedOrHarmless() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i += 5) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x55;
      Files.write(file, damaged);
      var error = catchThrowable(() -> Model.load(file));
      if (error != null) {
        assertThat(error).as("byte " + i).isInstanceOf(FormatException.class);
      }
    }
  }

  @Test
  void aChangedWeight() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    // stored as they are, so the block's letters show where it begins
    int at = new String(whole, ISO_8859_1).indexOf("FOVEAF32");
    whole[at + 20] ^= 1;
    Files.write(file, whole);
    assertRejected(": weights.f32: expected bytes as they were saved, got a wrong checksum");
  }

  @Test
  void anotherZipFile() throws IOException {
    change(_ -> Map.of("word/document.xml", new byte[9]));
    assertRejected("expected an entry model.json, got a zip file without it");
  }

  @Test
  void noJson() throws IOException {
    change(entries -> {
      entries.put("model.json", "{nonsense".getBytes(UTF_8));
      return entries;
    });
    assertRejected(": model.json: expected JSON, got ");
  }

  @Test
  void jsonOfSomethingElse() throws IOException {
    change(entries -> {
      entries.put("model.json", "{\"a\": 1}".getBytes(UTF_8));
      return entries;
    });
    assertRejected("expected fovea model version 3, got another format");
  }

  @Test
  void aLaterVersion() throws IOException {
    changeJson("\"version\" : 3", "\"version\" : 4");
    assertRejected("expected fovea model version 3, got version 4");
  }

  @Test
  void otherShapesThanTheLayersHave() throws IOException {
    changeJson("\"units\" : 3", "\"units\" : 2");
    assertRejected(": dense/kernel: expected shape [4, 2], got dense/kernel [4, 3]");
  }

  @Test
  void layersThatNeedMoreThanTheFileHolds() throws IOException {
    changeJson("\"units\" : 3", "\"units\" : 500000000");
    assertRejected("expected at most the 15 parameters that the file holds");
  }

  @Test
  void layersThatNoArrayHolds() throws IOException {
    changeJson("\"units\" : 3", "\"units\" : 2000000000");
    assertRejected("dense/kernel: expected at most 2147483639 numbers");
  }

  @Test
  void weightsThatAreTooFew() throws IOException {
    change(entries -> {
      entries.put("weights.f32", Arrays.copyOf(entries.get("weights.f32"), 40));
      return entries;
    });
    assertRejected("expected at most the 6 parameters that the file holds");
  }

  @Test
  void weightsThatAreTooMany() throws IOException {
    change(entries -> {
      entries.put("weights.f32", Arrays.copyOf(entries.get("weights.f32"), 80));
      return entries;
    });
    assertRejected(": weights.f32: expected 76 bytes for the parameters of the layers, got 80");
  }

  @Test
  void anImpossibleNumber() throws IOException {
    changeJson("\"units\" : 3", "\"units\" : -3");
    assertRejected(
        "expected numbers that make a Dense, got Dense.units: expected a whole number of at least"
            + " 1, got -3.");
  }

  @Test
  void anUnknownType() throws IOException {
    changeJson("\"@type\" : \"Dense\"", "\"@type\" : \"java.lang.Runtime\"");
    assertRejected("expected a known Layer, got java.lang.Runtime");
  }

  @Test
  void aTypeOfAnotherKind() throws IOException {
    changeJson("\"@type\" : \"Dense\"", "\"@type\" : \"Adam\"");
    assertRejected("expected a known Layer, got Adam");
  }

  @Test
  void aMissingMember() throws IOException {
    changeJson("\"units\"", "\"unit\"");
    assertRejected("dense: expected a member units, got ");
  }

  @Test
  void aStepThatIsNotThere() throws IOException {
    changeJson("\"inputs\" : [ 0 ]", "\"inputs\" : [ 77 ]");
    assertRejected("expected the number of a step above, got 77");
  }

  @Test
  void layersThatDoNotFit() throws IOException {
    changeJson("\"shape\" : [ 4 ]", "\"shape\" : [ 5 ]");
    assertThat(catchThrowable(() -> Model.load(file))).isInstanceOf(FormatException.class);
  }

  @Test
  void slotsOfAnotherOptimizer() throws IOException {
    changeJson("\"largest\" : false", "\"largest\" : true");
    // three slots of 15 values and a header of 16 bytes, but there are two
    assertRejected(": slots.f32: expected 196 bytes for the parameters of the layers, got 136");
  }
}
