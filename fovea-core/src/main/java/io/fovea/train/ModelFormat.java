// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/// A file format for models, found by `ServiceLoader`; `Model.save` and `Model.load` choose one by
/// the file's name.
public interface ModelFormat {
  /// The format on the class path that handles files of this name.
  ///
  /// @throws FormatException if none does
  static ModelFormat of(Path file) {
    return find(file, _ -> true);
  }

  /// Throws unless a format on the class path handles files of this name.
  static void require(Path file) {
    var _ = of(file);
  }

  /// The same for a file that is to be read.
  static ModelFormat toRead(Path file) {
    return find(file, ModelFormat::isRead);
  }

  /// @param wanted which formats to name where none handles the file
  private static ModelFormat find(Path file, Predicate<ModelFormat> wanted) {
    var known = new ArrayList<String>();
    for (var format : ServiceLoader.load(ModelFormat.class)) {
      if (format.handles(file)) {
        return format;
      }
      if (wanted.test(format)) {
        known.add(format.extension());
      }
    }
    throw new FormatException(
        file.toString(),
        "a file name that ends in one of " + known,
        file.getFileName() + "",
        "rename the file, or add fovea-formats to the class path.");
  }

  /// Whether files of this name are of this format: those that end in [#extension()].
  default boolean handles(Path file) {
    return file.toString().endsWith(extension());
  }

  /// What files of this format are called, for messages: ".fovea".
  String extension();

  /// Whether such files can be read, too.
  default boolean isRead() {
    return true;
  }

  /// Writes architecture, variables and, where the format can hold it, the state of training.
  ///
  /// Never leaves a half-written file: writes under a temporary name and renames.
  void save(Model model, Path file);

  /// Reads a model.
  ///
  /// @throws io.fovea.error.FormatException if the file is not what it should be
  Model load(Path file);

  /// Writes the variables alone; what [#save] writes unless a format has files for that.
  default void saveWeights(Model model, Path file) {
    save(model, file);
  }

  /// Reads the variables of a model that is described already.
  ///
  /// @throws io.fovea.error.FormatException if the file is not what it should be, or of another model;
  ///     the model stays as it was
  default void loadWeights(Model model, Path file) {
    var loaded = load(file).variables();
    var variables = model.variables();
    for (int i = 0; i < Math.max(loaded.size(), variables.size()); i++) {
      String expected = i < variables.size() ? variables.get(i).toString() : "no more variables";
      String got = i < loaded.size() ? loaded.get(i).toString() : "no more variables";
      if (i >= loaded.size()
          || i >= variables.size()
          || !loaded.get(i).shape().equals(variables.get(i).shape())) {
        throw new FormatException(
            file.toString(), expected, got, "load it into the model that it was saved from.");
      }
    }
    for (int i = 0; i < variables.size(); i++) {
      variables.get(i).write(loaded.get(i).read());
    }
  }
}
