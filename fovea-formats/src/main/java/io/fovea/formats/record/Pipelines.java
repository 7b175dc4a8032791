// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fovea.augment.Augmentation;
import io.fovea.augment.BatchMixing;
import io.fovea.error.FormatException;
import io.fovea.file.RegularFile;
import io.fovea.file.WholeFile;
import io.fovea.formats.Fixes;
import io.fovea.formats.JsonText;
import io.fovea.formats.JsonValues;
import io.fovea.formats.RecordReader;
import io.fovea.formats.RecordWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Augmentations as JSON files: a pipeline that is loaded again gives the same pixels.
///
/// ```java
/// Pipelines.save(sequence(rotate(10), flipHorizontal().sometimes(0.5)), Path.of("p.json"));
/// Augmentation again = Pipelines.load(Path.of("p.json"));
/// ```
///
/// What mixes the pictures of a batch is saved alike, in a file of its own. Functions of one's own
/// cannot be saved; Fovea's augmentations can.
public final class Pipelines {
  private static final String FORMAT = "fovea augmentation";
  private static final int VERSION = 1;
  private static final String PIPELINE = "pipeline";
  private static final String MIXING = "mixing";

  private Pipelines() {}

  /// Writes a pipeline; a file of that name is replaced only when the new one is complete.
  ///
  /// @throws FormatException if it holds something other than Fovea's augmentations
  /// @throws IOException if the file cannot be written
  public static void save(Augmentation pipeline, Path file) throws IOException {
    write(toJson(pipeline), file);
  }

  /// Writes what mixes the pictures of a batch; otherwise as [#save].
  ///
  /// @throws IOException if the file cannot be written
  public static void saveMixing(BatchMixing mixing, Path file) throws IOException {
    write(toJson(MIXING, mixing, BatchMixing.class), file);
  }

  private static void write(String text, Path file) throws IOException {
    WholeFile.make(file, part -> Files.writeString(part, text));
  }

  /// The text of such a file.
  public static String toJson(Augmentation pipeline) {
    return toJson(PIPELINE, pipeline, Augmentation.class);
  }

  private static String toJson(String member, Object saved, Class<?> type) {
    var records =
        new RecordWriter(_ -> {
          throw new FormatException(member, "augmentations", "a model", "leave the model out.");
        });
    var root = JsonNodeFactory.instance.objectNode().put("format", FORMAT).put("version", VERSION);
    root.set(member, records.write(member, saved, type));
    return root.toPrettyString() + "\n";
  }

  /// Reads a pipeline.
  ///
  /// @throws FormatException if the file holds none
  /// @throws IOException if the file cannot be read
  public static Augmentation load(Path file) throws IOException {
    return fromJson(file.toString(), read(file));
  }

  /// Reads what [#saveMixing] wrote.
  ///
  /// @throws FormatException if the file holds nothing of that kind
  /// @throws IOException if the file cannot be read
  public static BatchMixing loadMixing(Path file) throws IOException {
    return fromJson(file.toString(), read(file), MIXING, BatchMixing.class);
  }

  private static String read(Path file) throws IOException {
    return RegularFile.text(file, "a pipeline", JsonText.MOST_BYTES);
  }

  /// The pipeline of such a text.
  ///
  /// @param where for messages
  public static Augmentation fromJson(String where, String text) {
    return fromJson(where, text, PIPELINE, Augmentation.class);
  }

  private static <T> T fromJson(String where, String text, String member, Class<T> type) {
    var root = JsonText.parse(where, text.getBytes(StandardCharsets.UTF_8), "correct the file.");
    boolean ours = FORMAT.equals(root.path("format").asText());
    if (!ours || !root.path("version").equals(IntNode.valueOf(VERSION))) {
      throw new FormatException(
          where,
          "\"format\": \"" + FORMAT + "\", \"version\": " + VERSION,
          ours ? "version " + root.path("version") : "something else",
          ours ? Fixes.NEWER : "give a file that Pipelines.save wrote.");
    }
    return new RecordReader(List.of()).read(where, JsonValues.member(where, root, member), type);
  }
}
