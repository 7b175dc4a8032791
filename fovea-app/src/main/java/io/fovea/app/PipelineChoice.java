// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.augment.Augmentation;
import io.fovea.augment.Preset;
import io.fovea.error.DataException;
import io.fovea.formats.record.Pipelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What `--augment` names: a ready-made pipeline, or the file of one.
final class PipelineChoice {
  private PipelineChoice() {}

  /// The pipeline of this name, or that of the file at this path.
  ///
  /// @throws DataException if there is neither
  static Augmentation load(String text) {
    var preset = Preset.named(text);
    if (preset.isPresent()) {
      return preset.get().augmentation();
    }
    var file = Path.of(text);
    if (!Files.exists(file)) {
      throw new DataException(
          text,
          "a ready-made pipeline " + Preset.names() + " or the file of one",
          "neither",
          "check the name, or write a file with 'fovea augment --write light p.json'.");
    }
    try {
      return Pipelines.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
