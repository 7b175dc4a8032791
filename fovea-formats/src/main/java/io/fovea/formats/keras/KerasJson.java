// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.formats.Fixes;
import io.fovea.formats.JsonText;
import java.util.Locale;
import java.util.regex.Pattern;

/// Keras' way to write objects as JSON, and names.
final class KerasJson {
  /// The largest description that is read; those of the deepest published networks have 2 MB.
  static final int MOST_BYTES = 8 << 20;

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern START = Pattern.compile("(^|_)([a-z])");

  private KerasJson() {}

  /// `{"module", "class_name", "config", "registered_name": null}`.
  static ObjectNode object(String module, String name, JsonNode config) {
    var node = JsonNodeFactory.instance.objectNode().put("module", module).put("class_name", name);
    node.set("config", config);
    return node.putNull("registered_name");
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static JsonNode parse(String where, byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new FormatException(
          where, "at most " + MOST_BYTES + " bytes", bytes.length + " bytes", Fixes.DAMAGED);
    }
    return JsonText.parse(where, bytes, Fixes.DAMAGED);
  }

  static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// `SeparableConv2D` becomes `separable_conv2d`, as Keras names members of its files.
  static String snake(String name) {
    return name.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /// `glorot_uniform` becomes `GlorotUniform`; other names stay.
  static String camel(String name) {
    return START.matcher(name).replaceAll(m -> m.group(2).toUpperCase(Locale.ROOT));
  }
}
