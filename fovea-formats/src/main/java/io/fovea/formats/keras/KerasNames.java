// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.formats.hdf5.H5Group;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The names of layers in a file and here, where they differ.
///
/// Keras forbids `/` in names, its PyTorch backend stops at a dot in the name of a layer with weights,
/// its TensorFlow backend at a space or at letters beyond ASCII. So such names are written without them,
/// and the file says what they are here. Names that a file of Keras has are kept as they are.
///
/// Mutable, for one file.
final class KerasNames {
  /// Key in the metadata of a model: an object from names in the file to names here. Those of models
  /// inside models begin with the name of the model and `/`, that of the whole with `/` alone.
  static final String KEY = "keras.names";

  private final Map<String, String> known = new HashMap<>(); // in the file -> here
  private final Map<String, String> back = new HashMap<>(); // here -> in the file
  private final Map<String, String> kept = new LinkedHashMap<>();

  /// @param metadata what the file, or a model, keeps about itself
  KerasNames(Map<String, String> metadata) {
    String text = metadata.get(KEY);
    if (text != null) {
      KerasJson.parse(KEY, H5Group.utf8(text))
          .properties()
          .forEach(entry -> known.put(entry.getKey(), entry.getValue().asText()));
      known.forEach(
          (file, here) -> back.put(within(file) + here, file.substring(within(file).length())));
    }
  }

  private static String within(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /// What to keep about the names met so far; empty if they are the same in the file and here.
  Map<String, String> metadata() {
    if (kept.isEmpty()) {
      return Map.of();
    }
    var object = KerasJson.object();
    kept.forEach(object::put);
    return Map.of(KEY, KerasJson.text(object));
  }

  /// The names of one model.
  Scope of(String model) {
    return new Scope(model);
  }

  /// The name of the whole model here.
  String model(String inFile) {
    String here = known.getOrDefault("/" + inFile, inFile);
    keep("/" + inFile, inFile, here);
    return here;
  }

  /// The name of the whole model in the file.
  String modelInFile(String here) {
    String inFile = back.getOrDefault("/" + here, safe(here));
    keep("/" + inFile, inFile, here);
    return inFile;
  }

  private void keep(String path, String inFile, String here) {
    if (!safe(here).equals(inFile) || !here.equals(inFile)) {
      kept.put(path, here);
    }
  }

  /// A name that every backend of Keras takes.
  private static String safe(String name) {
    String ascii =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^A-Za-z0-9_-]", "_");
    return ascii.isEmpty() || ascii.startsWith("_") || ascii.startsWith("-")
        ? "layer" + ascii
        : ascii;
  }

  /// Names in one model; none is given twice.
  final class Scope {
    private final String model;
    private final Set<String> taken = new HashSet<>();

    private Scope(String model) {
      this.model = model.isEmpty() ? "" : model + "/";
    }

    /// The path of a model inside this one.
    String inside(String layer) {
      return model + layer;
    }

    /// The name here of a layer of the file.
    String here(String inFile) {
      String here = free(known.getOrDefault(model + inFile, inFile).replace('/', '.'));
      keep(model + inFile, inFile, here);
      return here;
    }

    /// The name in the file of a layer here.
    ///
    /// @param path the layer may lie inside another one that the file does not have
    String inFile(String path) {
      String inFile = free(back.getOrDefault(model + path, safe(path)));
      if (path.indexOf('/') < 0) {
        keep(model + inFile, inFile, path);
      }
      return inFile;
    }

    /// The name in the file of an input, which no backend minds.
    String input(String here) {
      return free(here.replace('/', '_'));
    }

    /// A name that nothing in this model has: this one, or one like it.
    String free(String name) {
      String free = name;
      for (int i = 1; !taken.add(free); i++) {
        free = name + "_" + i;
      }
      return free;
    }
  }
}
