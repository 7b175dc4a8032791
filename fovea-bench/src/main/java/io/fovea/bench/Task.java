package io.fovea.bench;

import java.nio.file.Path;

/// What is measured.
///
/// @param model name in the zoo
/// @param job what is done to each batch
/// @param batch examples at a time
/// @param file where a model file for the peer lies, or is to be written
record Task(String model, Job job, int batch, Path file) {
  /// What is done to a batch.
  enum Job {
    PREDICT,
    TRAIN;

    /// As on the command line.
    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
