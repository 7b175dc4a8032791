// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.fovea.error.FormatException;
import io.fovea.formats.Archive;
import io.fovea.formats.hdf5.H5Files;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.formats.hdf5.H5Writer;
import io.fovea.train.Model;
import io.fovea.train.ModelFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/// Keras 3's `.keras` files: layers, variables, how the model learns and what the optimizer remembers.
///
/// Python Keras opens what is saved here, and the other way around. Has no state; threads may share
/// it.
public final class KerasFormat implements ModelFormat {
  private static final String EXTENSION = ".keras";
  private static final String METADATA = "metadata.json";
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";
  // no numbers that were learned shrink like that; compression alone could do 1032 : 1
  private static final long MOST_DEFLATED = 100;
  private static final long MOST_BYTES_EACH = 40; // a parameter and four slots, in double precision
  private static final long MOST_BESIDE = 16 << 20; // headers and names

  /// For `ServiceLoader`.
  public KerasFormat() {}

  /// Whether a model consists of layers that Keras has, or that were registered with [LayerTypes].
  public static boolean holds(Model model) {
    try {
      return !new KerasWriter(false).write(model).json().isEmpty();
    } catch (FormatException _) {
      return false;
    }
  }

  @Override
  public String extension() {
    return EXTENSION;
  }

  @Override
  public void save(Model model, Path file) {
    var written = new KerasWriter(false).write(model);
    KerasGaps.sayLost(file.toString(), model, written.item());
    var root = new H5Group();
    KerasWeights.write(written.item(), root);
    KerasTraining.config(model)
        .ifPresent(config -> {
          written.json().set("compile_config", config);
          KerasTraining.write(model, written.item(), root);
        });
    var metadata = KerasJson.object().put("keras_version", KerasWeights.VERSION);
    metadata.put(
        "date_saved",
        LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss")));
    var own = KerasMetadata.of(model, written);
    if (!own.isEmpty()) {
      metadata.set(KerasMetadata.KEY, own);
    }
    var config = bytes(written.json());
    if (config.length > KerasJson.MOST_BYTES) {
      throw new FormatException(
          file.toString(),
          "a description of at most " + KerasJson.MOST_BYTES + " bytes",
          config.length + " bytes",
          "save it as .fovea.");
    }
    var weights = H5Writer.of(root);
    Archive.write(
        file,
        zip -> {
          Archive.addStored(zip, METADATA, bytes(metadata));
          Archive.addStored(zip, CONFIG, config);
          Archive.addStored(zip, WEIGHTS, weights.bytes(), weights::writeTo);
        });
  }

  private static byte[] bytes(JsonNode node) {
    return KerasJson.text(node).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Model load(Path file) {
    String where = file.toString();
    try (var archive = Archive.open(file)) {
      var root = json(archive, where, CONFIG);
      var own =
          archive.has(METADATA)
              ? KerasMetadata.read(json(archive, where, METADATA).path(KerasMetadata.KEY))
              : Map.<String, String>of();
      var described = new KerasReader(where, own).read(root);
      var model = described.model();
      var weights = ByteBuffer.wrap(weights(archive, file, model));
      H5Files.read(
          where + ": " + WEIGHTS,
          weights,
          archive.budget(),
          h5 -> {
            KerasWeights.read(where + ": " + WEIGHTS, h5, described.item());
            KerasTraining.read(where, root.path("compile_config"), h5, described);
            return model;
          });
      return KerasMetadata.into(model, own);
    }
  }

  private static JsonNode json(Archive archive, String where, String entry) {
    return KerasJson.parse(where + ": " + entry, archive.bytes(entry, KerasJson.MOST_BYTES));
  }

  /// The weights of an archive, which may be compressed; no more than the model can need.
  private static byte[] weights(Archive archive, Path file, Model model) {
    if (!archive.has(WEIGHTS)) {
      throw new FormatException(
          file.toString(),
          "an entry " + WEIGHTS,
          "a zip file without it",
          "save the model in Python with model.save(\"name.keras\").");
    }
    long needed = Math.min(Integer.MAX_VALUE, model.parameters()) * MOST_BYTES_EACH;
    long length = file.toFile().length(); // what is stored as it is may take all of it
    long most = Math.max(length, MOST_BESIDE + Math.min(needed, length * MOST_DEFLATED));
    return archive.bytes(WEIGHTS, most);
  }

  /// Reads the weights alone into a model.
  @Override
  public void loadWeights(Model model, Path file) {
    String where = file + ": " + WEIGHTS;
    var item = new KerasWriter(false).write(model).item();
    try (var archive = Archive.open(file)) {
      H5Files.read(
          where,
          ByteBuffer.wrap(weights(archive, file, model)),
          archive.budget(),
          h5 -> {
            KerasWeights.read(where, h5, item);
            return model;
          });
    }
  }
}
