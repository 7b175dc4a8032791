package io.fovea.formats.keras;

import io.fovea.error.FormatException;
import io.fovea.formats.hdf5.H5Files;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.train.Model;
import io.fovea.train.ModelFormat;
import java.nio.file.Path;

/// Keras 3's `.weights.h5` files: the numbers of a model without its layers.
///
/// Has no state; threads may share it.
public final class KerasWeightsFormat implements ModelFormat {
  static final String EXTENSION = ".weights.h5";

  /// For `ServiceLoader`.
  public KerasWeightsFormat() {}

  @Override
  public boolean handles(Path file) {
    return file.toString().endsWith(EXTENSION);
  }

  @Override
  public String extension() {
    return EXTENSION;
  }

  @Override
  public void save(Model model, Path file) {
    var item = new KerasWriter(false).write(model).item();
    var root = new H5Group();
    KerasWeights.write(item, root);
    if (KerasTraining.config(model).isPresent()) {
      KerasTraining.write(model, item, root);
    }
    H5Files.write(file, root);
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
          return model;
        });
  }
}
