// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fovea.error.FormatException;
import io.fovea.formats.JsonValues;
import io.fovea.nn.Size;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The `config` of one Keras object, as it is read: typed members with Keras' defaults, and a sentence
/// for everything that has no counterpart.
///
/// @param where file and layer, for messages
/// @param asked the members that were looked at so far; grows
record KerasConfig(String where, JsonNode node, Set<String> asked) {
  /// Far more than any published network has, and few enough to be described in a moment.
  private static final int MOST_LAYERS = 10_000;

  static final String OTHER = "change it in Python and save again, or keep the model in Python.";

  KerasConfig(String where, JsonNode node) {
    this(where, node, new HashSet<>());
  }

  JsonNode get(String key) {
    asked.add(key);
    return Optional.ofNullable(node.get(key)).orElse(MissingNode.getInstance());
  }

  boolean has(String key) {
    var value = get(key);
    return !value.isMissingNode() && !value.isNull();
  }

  FormatException unsupported(String key, String expected) {
    return refuse(where + "." + key, expected, get(key));
  }

  static FormatException refuse(String where, String expected, JsonNode got) {
    return new FormatException(where, expected, JsonValues.shown(got), OTHER);
  }

  int integer(String key) {
    return JsonValues.integer(where + "." + key, get(key));
  }

  int integer(String key, int otherwise) {
    return has(key) ? integer(key) : otherwise;
  }

  double number(String key, double otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    JsonValues.require(get(key).isNumber(), where + "." + key, "a number", get(key));
    return get(key).doubleValue();
  }

  boolean bool(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    JsonValues.require(get(key).isBoolean(), where + "." + key, "true or false", get(key));
    return get(key).booleanValue();
  }

  String text(String key) {
    return JsonValues.text(where + "." + key, get(key));
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  List<JsonNode> items(String key) {
    var items = JsonValues.items(where + "." + key, get(key));
    if (key.equals("layers")) {
      requireFew(where, items);
    }
    return items;
  }

  /// Throws if there are more layers than anybody needs.
  static void requireFew(String where, List<JsonNode> layers) {
    if (layers.size() > MOST_LAYERS) {
      throw new FormatException(
          where, "at most " + MOST_LAYERS + " layers", layers.size() + " layers", OTHER);
    }
  }

  List<Integer> integers(String key) {
    return items(key).stream().map(i -> JsonValues.integer(where + "." + key, i)).toList();
  }

  /// Sizes without the number of examples, all known.
  Shape example(String key) {
    var sizes = new ArrayList<Integer>();
    for (var size : items(key).stream().skip(1).toList()) {
      if (size.isNull()) {
        throw new FormatException(
            where + "." + key,
            "a fixed size of the pictures",
            get(key).toString(),
            "build the model in Python with a fixed Input(shape) and load the weights into it.");
      }
      int pixels = JsonValues.integer(where + "." + key, size);
      JsonValues.require(pixels > 0, where + "." + key, "sizes of at least 1", get(key));
      sizes.add(pixels);
    }
    return new Shape(sizes);
  }

  /// Of pictures: one number for both sides, or two numbers.
  Size size(String key, int otherwise) {
    return size(key, 2, otherwise);
  }

  /// One number for all axes, or one for each.
  Size size(String key, int axes, int otherwise) {
    if (!has(key) || !get(key).isArray()) {
      return Size.uniform(axes, integer(key, otherwise));
    }
    var sides = integers(key);
    if (sides.size() != axes) {
      throw unsupported(key, axes == 1 ? "one number" : axes + " numbers");
    }
    return new Size(sides);
  }

  /// Two pairs `[[top, bottom], [left, right]]`, or their short forms.
  List<Integer> border(String key) {
    var whole = get(key);
    String place = where + "." + key;
    if (whole.isArray() && whole.size() == 2 && whole.path(0).isArray()) {
      return List.of(
          JsonValues.integer(place, whole.path(0).path(0)),
          JsonValues.integer(place, whole.path(0).path(1)),
          JsonValues.integer(place, whole.path(1).path(0)),
          JsonValues.integer(place, whole.path(1).path(1)));
    }
    int height = JsonValues.integer(place, whole.isArray() ? whole.path(0) : whole);
    int width = JsonValues.integer(place, whole.isArray() ? whole.path(1) : whole);
    return List.of(height, height, width, width);
  }

  /// Throws if a member says something that Fovea's layer does not do.
  KerasConfig without(String... keys) {
    for (String key : keys) {
      if (has(key)) {
        throw unsupported(key, "null");
      }
    }
    return this;
  }

  /// Throws unless a text member is missing or has this value.
  KerasConfig only(String key, String value) {
    if (has(key) && !get(key).asText().equals(value)) {
      throw unsupported(key, "\"" + value + "\"");
    }
    return this;
  }

  /// Throws unless a member is missing, false or 0.
  KerasConfig not(String key) {
    if (has(key) && (get(key).asBoolean() || get(key).asDouble() != 0)) {
      throw unsupported(key, get(key).isBoolean() ? "false" : "0");
    }
    return this;
  }

  /// A serialised object inside: its class name, and its own config.
  record Inner(String name, KerasConfig config) {}

  /// Which class of Python's an entry is an object of.
  static String className(String where, JsonNode node) {
    var name = node.path("class_name");
    JsonValues.require(name.isTextual(), where + ".class_name", "the name of a class", name);
    return name.textValue();
  }

  static Inner inner(String where, JsonNode node) {
    if (node.isTextual()) {
      return new Inner(node.textValue(), new KerasConfig(where, MissingNode.getInstance()));
    }
    String name = className(where, node);
    return new Inner(name, new KerasConfig(where, node.path("config")));
  }

  Optional<Inner> object(String key) {
    return has(key) ? Optional.of(inner(where + "." + key, get(key))) : Optional.empty();
  }
}
