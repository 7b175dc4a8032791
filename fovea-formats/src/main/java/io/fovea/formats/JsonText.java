// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fovea.Internal;
import io.fovea.error.FormatException;
import java.io.IOException;

/// JSON of files, read in bounded time and memory: at most [#MOST_BYTES], [#MOST_VALUES] and
/// [#MOST_DEPTH] levels, no member twice, nothing behind the end.
///
/// Has no state; threads may share it.
@Internal
public final class JsonText {
  /// The longest text; descriptions of the deepest published networks have 2 MB.
  public static final int MOST_BYTES = 16 << 20;

  /// The most names, values and brackets, each of which takes up to 60 bytes of memory.
  public static final int MOST_VALUES = 2_000_000;

  /// The most lists and objects inside one another.
  public static final int MOST_DEPTH = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          .maxTokenCount(MOST_VALUES)
                          .maxStringLength(MOST_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonText() {}

  /// Reads a text in UTF-8.
  ///
  /// @param where for messages: the file and what in it
  /// @param fix for messages: what to do with a file that holds something else
  /// @throws FormatException if it is no JSON, or more than anybody needs
  public static JsonNode parse(String where, byte[] bytes, String fix) {
    if (bytes.length > MOST_BYTES) {
      throw new FormatException(
          where, "JSON of at most " + MOST_BYTES + " bytes", bytes.length + " bytes", fix);
    }
    try {
      return MAPPER.readTree(bytes);
    } catch (StreamConstraintsException _) {
      throw new FormatException(
          where,
          "JSON of at most " + MOST_VALUES + " values and " + MOST_DEPTH + " levels",
          "more",
          fix);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String place =
          at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
      boolean twice = e.getOriginalMessage().startsWith("Duplicate");
      String what = twice ? "a member that comes twice" : "something else";
      throw new FormatException(where, "JSON", what + place, fix);
    } catch (IOException _) {
      throw new FormatException(where, "JSON in UTF-8", "other bytes", fix);
    }
  }
}
