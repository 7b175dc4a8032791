// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.fovea.Internal;
import io.fovea.error.FormatException;
import io.fovea.error.Printable;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Values of a JSON text of the kind that is expected, or a sentence about the place that has another.
@Internal
public final class JsonValues {
  private static final int MOST_SHOWN = 80;

  private JsonValues() {}

  public static int integer(String where, JsonNode node) {
    require(node.isIntegralNumber() && node.canConvertToInt(), where, "a whole number", node);
    return node.intValue();
  }

  public static String text(String where, JsonNode node) {
    require(node.isTextual(), where, "a word", node);
    return node.textValue();
  }

  /// A member that must be there.
  public static JsonNode member(String where, JsonNode node, String name) {
    require(node.has(name), where, "a member " + name, node);
    return Optional.ofNullable(node.get(name)).orElse(NullNode.instance);
  }

  /// The items of an array.
  public static List<JsonNode> items(String where, JsonNode node) {
    require(node.isArray(), where, "a list", node);
    var items = new ArrayList<JsonNode>();
    node.forEach(items::add);
    return items;
  }

  public static Shape shape(String where, JsonNode node) {
    return new Shape(items(where, node).stream().map(size -> integer(where, size)).toList());
  }

  public static void require(boolean holds, String where, String expected, JsonNode got) {
    if (!holds) {
      throw wrong(where, expected, got);
    }
  }

  static FormatException wrong(String where, String expected, JsonNode got) {
    return new FormatException(where, expected, shown(got), Fixes.DAMAGED);
  }

  /// A value as its file has it, cut where it is long.
  public static String shown(JsonNode value) {
    return value.isMissingNode() ? "nothing" : Printable.of(value.toString(), MOST_SHOWN);
  }
}
