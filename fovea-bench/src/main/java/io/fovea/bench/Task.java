// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.Locale;

/// What is measured.
///
/// @param network name in the zoo, or a model file
/// @param job what is done to each batch
/// @param batch examples at a time
/// @param file where a model file for the peer lies, or is to be written
record Task(String network, Job job, int batch, Path file) {
  /// What is done to a batch.
  enum Job {
    PREDICT,
    TRAIN;

    /// As on the command line.
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A new network of the zoo, or what the file holds.
  Model model() {
    return Zoo.names().contains(network) ? Zoo.model(network) : Model.load(Path.of(network));
  }
}
