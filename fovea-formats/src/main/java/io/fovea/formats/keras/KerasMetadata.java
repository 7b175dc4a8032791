package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
