package io.fovea.train;

import java.nio.file.Path;

/// A file format for models, found by `ServiceLoader`; `Model.save` and `Model.load` choose one by
/// the file's name.
public interface ModelFormat {
  /// Whether files of this name are of this format.
  boolean handles(Path file);

  /// What files of this format are called, for messages: ".fovea".
  String extension();

  /// Writes architecture, variables and, where the format can hold it, the state of training.
  ///
  /// Never leaves a half-written file: writes under a temporary name and renames.
  void save(Model model, Path file);

  /// Reads a model.
  ///
  /// @throws io.fovea.error.FormatException if the file is not what it should be
  Model load(Path file);
}
