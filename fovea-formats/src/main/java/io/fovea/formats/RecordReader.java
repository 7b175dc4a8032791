// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import com.fasterxml.jackson.databind.JsonNode;
import io.fovea.Internal;
import io.fovea.error.FormatException;
import io.fovea.error.Reason;
import io.fovea.nn.Layer;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes records from what [RecordWriter] wrote, of known types only.
@Internal
public final class RecordReader {

  private final List<Model> models;

  /// @param models those that layers may refer to by number
  public RecordReader(List<Model> models) {
    this.models = models;
  }

  /// @param where for messages: file and place in it
  /// @throws FormatException if the node does not describe such a value
  public <T> T read(String where, JsonNode node, Class<T> type) {
    return type.cast(value(where, node, type));
  }

  private Object value(String where, JsonNode node, Type declared) {
    var type = RecordWriter.raw(declared);
    if (type == int.class || type == Integer.class) {
      return JsonValues.integer(where, node);
    } else if (type == long.class || type == Long.class) {
      JsonValues.require(
          node.isIntegralNumber() && node.canConvertToLong(), where, "a whole number", node);
      return node.longValue();
    } else if (type == double.class || type == Double.class) {
      return real(where, node);
    } else if (type == float.class || type == Float.class) {
      return (float) real(where, node);
    } else if (type == boolean.class || type == Boolean.class) {
      JsonValues.require(node.isBoolean(), where, "true or false", node);
      return node.booleanValue();
    } else if (type == String.class) {
      return JsonValues.text(where, node);
    } else if (type == OptionalInt.class) {
      return node.isNull() ? OptionalInt.empty() : OptionalInt.of(JsonValues.integer(where, node));
    } else if (type == OptionalDouble.class) {
      return node.isNull() ? OptionalDouble.empty() : OptionalDouble.of(real(where, node));
    } else if (type == Optional.class) {
      return node.isNull()
          ? Optional.empty()
          : Optional.of(value(where, node, RecordWriter.argument(declared)));
    } else if (type == List.class) {
      return list(where, node, RecordWriter.argument(declared));
    } else if (type == SortedMap.class) {
      return map(where, node, RecordWriter.argument(declared, 1));
    } else if (type == Shape.class) {
      return JsonValues.shape(where, node);
    } else if (type == Tensor.class) {
      return tensor(where, node);
    } else if (type.isEnum()) {
      return constant(where, JsonValues.text(where, node), type);
    } else if (type.isRecord()) {
      return record(where, node, type);
    }
    return named(where, node, type);
  }

  private static double real(String where, JsonNode node) {
    if (node.isTextual()) {
      return switch (node.textValue()) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw JsonValues.wrong(where, "a number", node);
      };
    }
    JsonValues.require(node.isNumber(), where, "a number", node);
    return node.doubleValue();
  }

  private List<Object> list(String where, JsonNode node, Type element) {
    return JsonValues.items(where, node).stream().map(item -> value(where, item, element)).toList();
  }

  private Map<String, Object> map(String where, JsonNode node, Type value) {
    JsonValues.require(node.isObject(), where, "an object", node);
    var map = new TreeMap<String, Object>();
    node.properties()
        .forEach(entry -> map.put(entry.getKey(), value(where, entry.getValue(), value)));
    return map;
  }

  private static Tensor tensor(String where, JsonNode node) {
    var shape = JsonValues.shape(where, JsonValues.member(where, node, "shape"));
    var numbers = JsonValues.items(where, JsonValues.member(where, node, "values"));
    JsonValues.require(
        shape.isKnown() && shape.elements() == numbers.size(),
        where,
        "as many values as shape " + shape + " has",
        node);
    return Tensor.generate(shape, i -> real(where, numbers.get(i)));
  }

  private static Object constant(String where, String name, Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new FormatException(
                where, "one of " + Arrays.toString(type.getEnumConstants()), name, Fixes.NEWER));
  }

  private Object named(String where, JsonNode node, Class<?> declared) {
    String name = JsonValues.text(where, JsonValues.member(where, node, RecordWriter.TYPE));
    if (name.equals(RecordWriter.MODEL) && declared.isAssignableFrom(Model.class)) {
      int index = JsonValues.integer(where, JsonValues.member(where, node, RecordWriter.VALUE));
      JsonValues.require(
          index >= 0 && index < models.size(), where, "a model that stands above", node);
      return models.get(index);
    }
    var type =
        Types.named(name)
            .filter(declared::isAssignableFrom)
            .orElseThrow(() ->
                new FormatException(
                    where,
                    "a known " + declared.getSimpleName(),
                    name,
                    declared == Layer.class
                        ? "call LayerTypes.register(\"" + name + "\", ...) before loading."
                        : Fixes.NEWER));
    return type.isEnum()
        ? constant(
            where, JsonValues.text(where, JsonValues.member(where, node, RecordWriter.VALUE)), type)
        : record(where, node, type);
  }

  private Object record(String where, JsonNode node, Class<?> type) {
    JsonValues.require(node.isObject(), where, "an object for " + type.getSimpleName(), node);
    var components = type.getRecordComponents();
    int members = components.length + (node.has(RecordWriter.TYPE) ? 1 : 0);
    JsonValues.require(
        node.size() == members,
        where,
        "the members "
            + Arrays.stream(components).map(RecordComponent::getName).toList()
            + " of "
            + type.getSimpleName(),
        node);
    var values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      values[i] =
          value(
              where + "." + name,
              JsonValues.member(where, node, name),
              components[i].getGenericType());
    }
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.trySetAccessible();
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new FormatException(
          where,
          "numbers that make a " + type.getSimpleName(),
          Reason.of(Objects.requireNonNullElse(e.getCause(), e)),
          Fixes.DAMAGED);
    } catch (ReflectiveOperationException e) {
      throw new FormatException(
          where,
          "a record " + type.getSimpleName() + " that can be made",
          Reason.of(e),
          "make the record and its constructor public.");
    }
  }
}
