// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.fovea.error.FormatException;
import io.fovea.formats.hdf5.H5File;
import io.fovea.formats.hdf5.H5Files;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.formats.hdf5.H5Group.Attribute;
import io.fovea.train.Model;
import io.fovea.train.ModelFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Keras' older `.h5` and `.hdf5` files: whole models, and weights alone as published for Keras'
/// families.
///
/// Has no state; threads may share it.
public final class KerasH5Format implements ModelFormat {
  private static final String EXTENSION = ".h5";
  private static final String WEIGHTS = "model_weights";

  /// For `ServiceLoader`.
  public KerasH5Format() {}

  @Override
  public boolean handles(Path file) {
    String name = file.toString();
    return !name.endsWith(KerasWeightsFormat.EXTENSION)
        && (name.endsWith(EXTENSION) || name.endsWith(".hdf5"));
  }

  @Override
  public String extension() {
    return EXTENSION;
  }

  @Override
  public void save(Model model, Path file) {
    var written = new KerasWriter(true).write(model);
    KerasGaps.sayLost(file.toString(), model, written.item());
    var root = new H5Group();
    root.attribute("backend", new Attribute.Text(KerasWeights.BACKEND));
    root.attribute("keras_version", new Attribute.Text(KerasWeights.VERSION));
    root.attribute("model_config", new Attribute.Bytes(KerasJson.text(written.json())));
    KerasMetadata.write(model, written, root);
    KerasWeights.writeOld(written.item(), root.group(WEIGHTS));
    KerasTraining.config(model)
        .ifPresent(config -> {
          root.attribute(
              "training_config", new Attribute.Bytes(KerasJson.text(KerasTraining.old(config))));
          KerasTraining.writeOld(model, written.item(), root);
        });
    H5Files.write(file, root);
  }

  /// Writes the weights alone, as Keras 2 saved them.
  @Override
  public void saveWeights(Model model, Path file) {
    var root = new H5Group();
    var written = new KerasWriter(true).write(model);
    KerasMetadata.write(model, written, root);
    KerasWeights.writeOld(written.item(), root);
    H5Files.write(file, root);
  }

  @Override
  public Model load(Path file) {
    String where = file.toString();
    return H5Files.read(
        file,
        h5 -> {
          var own = KerasMetadata.read(where, h5);
          var described = new KerasReader(where, own).read(config(where, h5, "model_config"));
          KerasWeights.readOld(where, h5, h5.has(WEIGHTS) ? WEIGHTS : "", described.item());
          if (h5.text("", "training_config").isPresent()) {
            KerasTraining.readOld(where, config(where, h5, "training_config"), h5, described);
          }
          return KerasMetadata.into(described.model(), own);
        });
  }

  private static JsonNode config(String where, H5File h5, String key) {
    String text =
        h5.text("", key)
            .orElseThrow(() ->
                new FormatException(
                    where,
                    "a file with layers",
                    "one with weights alone",
                    "describe the model and call model.loadWeights(file)."));
    return KerasJson.parse(where + ": " + key, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void loadWeights(Model model, Path file) {
    String where = file.toString();
    var item = new KerasWriter(true).write(model).item();
    H5Files.read(
        file,
        h5 -> {
          boolean whole = !KerasWeights.isOld(h5, "") && h5.has(WEIGHTS);
          KerasWeights.readOld(where, h5, whole ? WEIGHTS : "", item);
          KerasMetadata.noted(model, where, h5);
          return model;
        });
  }
}
