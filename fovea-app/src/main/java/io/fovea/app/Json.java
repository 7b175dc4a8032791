// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON objects with their keys in the order in which they were put.
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /// Adds a field. A number that is not finite becomes null, as JSON has no name for it.
  Json put(String key, @Nullable Object value) {
    boolean infinite = value instanceof Double number && !Double.isFinite(number);
    fields.put(key, value instanceof Json json ? json.fields : infinite ? null : value);
    return this;
  }

  /// As a map, to stand in a list.
  Map<String, @Nullable Object> fields() {
    return fields;
  }

  /// On one line, in ASCII, so that it is whole whatever charset standard output has.
  String line() {
    return text(false);
  }

  /// On many lines, for people.
  String pretty() {
    return text(true) + "\n";
  }

  private String text(boolean pretty) {
    try {
      return pretty
          ? MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(fields)
          : MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON: expected plain values, got " + fields.keySet(), e);
    }
  }
}
