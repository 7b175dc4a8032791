// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.formats.hdf5.H5File;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.formats.hdf5.H5Group.Attribute;
import io.fovea.train.Model;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What else belongs to a model, e.g. how its pictures are prepared: one member or attribute more,
/// which Keras does not read.
final class KerasMetadata {
  /// Name of the member or attribute.
  static final String KEY = "fovea";

  /// How entries begin that follow from the rest of a file.
  private static final String OWN = "keras.";

  private KerasMetadata() {}

  /// The entries that files keep; perhaps none.
  static ObjectNode of(Model model, KerasWriter.Written written) {
    var all = new TreeMap<>(model.metadata());
    all.keySet().removeIf(key -> key.startsWith(OWN)); // stands in the config
    all.putAll(written.metadata());
    var entries = KerasJson.object();
    all.forEach(entries::put);
    return entries;
  }

  /// Adds the entries to a file as an attribute, if there are any.
  static void write(Model model, KerasWriter.Written written, H5Group root) {
    var entries = of(model, written);
    if (!entries.isEmpty()) {
      root.attribute(KEY, new Attribute.Text(KerasJson.text(entries)));
    }
  }

  /// The entries that [#write] added; empty if there are none.
  static Map<String, String> read(String where, H5File h5) {
    return h5.text("", KEY)
        .map(text -> read(KerasJson.parse(where + ": " + KEY, H5Group.utf8(text))))
        .orElse(Map.of());
  }

  /// Gives a model what a file with weights alone says of it beside them.
  static void noted(Model model, String where, H5File h5) {
    var all = new HashMap<>(model.metadata());
    read(where, h5)
        .forEach((key, value) -> {
          if (!key.startsWith(OWN)) { // names of layers are the model's own
            all.put(key, value);
          }
        });
    model.replaceMetadata(all);
  }

  /// The entries of a file.
  static Map<String, String> read(JsonNode entries) {
    var all = new HashMap<String, String>();
    entries.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
    return all;
  }

  /// Gives a model the entries of a file beside those that it has.
  static Model into(Model model, Map<String, String> entries) {
    var all = new HashMap<>(entries);
    all.putAll(model.metadata()); // what the config says counts
    return model.replaceMetadata(all);
  }
}
