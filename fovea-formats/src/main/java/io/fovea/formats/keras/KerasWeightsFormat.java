// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.error.FormatException;
import io.fovea.formats.hdf5.H5Files;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.train.Model;
import io.fovea.train.ModelFormat;
import java.nio.file.Path;
import java.util.Map;

/// Keras 3's `.weights.h5` files: the numbers of a model without its layers.
///
/// Has no state; threads may share it.
public final class KerasWeightsFormat implements ModelFormat {
  static final String EXTENSION = ".weights.h5";

  /// For `ServiceLoader`.
  public KerasWeightsFormat() {}

  @Override
  public String extension() {
    return EXTENSION;
  }

  @Override
  public void save(Model model, Path file) {
    var written = new KerasWriter(false).write(model);
    var root = new H5Group();
    KerasMetadata.write(model, written, root);
    KerasWeights.write(written.item(), root);
    if (KerasTraining.config(model).isPresent()) {
      KerasTraining.write(model, written.item(), root);
    }
    H5Files.write(file, root);
  }

  /// What an HDF5 file says of its model beside weights and layers, see [Model#metadata()]; empty unless
  /// Fovea wrote it.
  ///
  /// @throws FormatException if it is no HDF5 file
  public static Map<String, String> metadata(Path file) {
    return H5Files.read(file, h5 -> KerasMetadata.read(file.toString(), h5));
  }

  @Override
  public Model load(Path file) {
    throw new FormatException(
        file.toString(),
        "a file with layers",
        "one with weights alone",
        "describe the model and call model.loadWeights(file), or save it in Python as .keras.");
  }

  @Override
  public void loadWeights(Model model, Path file) {
    var item = new KerasWriter(false).write(model).item();
    H5Files.read(
        file,
        h5 -> {
          KerasWeights.read(file.toString(), h5, item);
          KerasMetadata.noted(model, file.toString(), h5);
          return model;
        });
  }
}
