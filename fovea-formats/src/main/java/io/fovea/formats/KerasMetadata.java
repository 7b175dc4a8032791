package io.fovea.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.train.Model;
import java.util.HashMap;
import java.util.Map;

/// What else belongs to a model, e.g. how its pictures are prepared: one member or attribute more,
/// which Keras does not read.
final class KerasMetadata {
  /// Name of the member or attribute.
  static final String KEY = "fovea";

  private KerasMetadata() {}

  /// The entries that files keep; perhaps none.
  static ObjectNode of(Model model) {
    var entries = KerasJson.object();
    model.metadata().entrySet().stream()
        .filter(entry -> !entry.getKey().equals(KerasWriter.CLASS)) // stands in the config
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    return entries;
  }

  /// Gives a model the entries of a file beside those that it has.
  static Model into(Model model, JsonNode entries) {
    var all = new HashMap<>(model.metadata());
    entries.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
    return model.metadata(all);
  }
}
