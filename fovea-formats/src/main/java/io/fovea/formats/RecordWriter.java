// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fovea.Internal;
import io.fovea.error.FormatException;
import io.fovea.nn.Lambda;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.ToIntFunction;

/// Turns records of numbers, words, lists and other records into JSON.
///
/// Where the declaration says only an interface, the object gets a `@type`.
@Internal
public final class RecordWriter {
  /// The key of the type's name.
  public static final String TYPE = "@type";

  /// The key of an enum constant, or of the number of a model used as a layer.
  static final String VALUE = "value";

  static final String MODEL = "Model";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ToIntFunction<Model> models;

  /// @param models numbers the models that are used as layers
  public RecordWriter(ToIntFunction<Model> models) {
    this.models = models;
  }

  /// @param where for messages: the path of the layer
  /// @throws FormatException if something in it is no plain value
  public JsonNode write(String where, Object value, Type declared) {
    return switch (value) {
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      case Float number -> real(number);
      case Double number -> real(number);
      case Boolean yes -> JSON.booleanNode(yes);
      case String text -> JSON.textNode(text);
      case OptionalInt number ->
          number.isPresent() ? JSON.numberNode(number.getAsInt()) : JSON.nullNode();
      case OptionalDouble number ->
          number.isPresent() ? real(number.getAsDouble()) : JSON.nullNode();
      case Optional<?> maybe when maybe.isPresent() ->
          write(where, maybe.get(), argument(declared));
      case Optional<?> _ -> JSON.nullNode();
      case List<?> list -> list(where, list, argument(declared));
      case SortedMap<?, ?> map -> map(where, map, argument(declared, 1));
      case Shape shape -> list(where, shape.sizes(), Integer.class);
      case Tensor tensor -> tensor(where, tensor);
      case Model model -> JSON.objectNode().put(TYPE, MODEL).put(VALUE, models.applyAsInt(model));
      case Enum<?> constant -> constant(where, constant, declared);
      case Lambda _ ->
          throw new FormatException(
              where,
              "layers that a file can hold",
              "a Lambda, which is code",
              "write it as a record that implements Layer, and call LayerTypes.register.");
      case Record values -> record(where, values, declared);
      default -> throw unsupported(where, value);
    };
  }

  // JSON has no words for the numbers that are none
  private static JsonNode real(double number) {
    return Double.isFinite(number)
        ? JSON.numberNode(number)
        : JSON.textNode(String.valueOf(number));
  }

  private JsonNode list(String where, List<?> list, Type element) {
    var array = JSON.arrayNode();
    list.forEach(item -> array.add(write(where, item, element)));
    return array;
  }

  private JsonNode map(String where, SortedMap<?, ?> map, Type value) {
    var node = JSON.objectNode();
    map.forEach((key, item) -> node.set(String.valueOf(key), write(where, item, value)));
    return node;
  }

  private JsonNode tensor(String where, Tensor tensor) {
    var values = JSON.arrayNode();
    for (float number : tensor.toArray()) {
      values.add(real(number));
    }
    var node = JSON.objectNode();
    node.set("shape", write(where, tensor.shape(), Shape.class));
    node.set("values", values);
    return node;
  }

  private JsonNode constant(String where, Enum<?> constant, Type declared) {
    if (raw(declared).isEnum()) {
      return JSON.textNode(constant.name());
    }
    return JSON.objectNode()
        .put(TYPE, name(where, constant, constant.getDeclaringClass()))
        .put(VALUE, constant.name());
  }

  private JsonNode record(String where, Record values, Type declared) {
    var node = JSON.objectNode();
    if (!raw(declared).isRecord()) {
      node.put(TYPE, name(where, values, values.getClass()));
    }
    for (var component : values.getClass().getRecordComponents()) {
      node.set(
          component.getName(),
          write(where, component(where, values, component), component.getGenericType()));
    }
    return node;
  }

  private static Object component(String where, Record values, RecordComponent component) {
    try {
      component.getAccessor().trySetAccessible();
      return component.getAccessor().invoke(values);
    } catch (ReflectiveOperationException e) {
      throw unsupported(where, values);
    }
  }

  private static String name(String where, Object value, Class<?> type) {
    return Types.nameOf(type).orElseThrow(() -> unsupported(where, value));
  }

  private static FormatException unsupported(String where, Object value) {
    String type = value.getClass().getSimpleName();
    return new FormatException(
        where,
        "layers and options that are known records",
        value.getClass().getName(),
        "write it as a record and, if it is a layer, call LayerTypes.register(\"%s\", %s.class)."
            .formatted(type, type));
  }

  static Class<?> raw(Type type) {
    return type instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getRawType()
        : type instanceof Class<?> plain ? plain : Object.class;
  }

  static Type argument(Type type) {
    return argument(type, 0);
  }

  static Type argument(Type type, int index) {
    return type instanceof ParameterizedType parameterized
        ? parameterized.getActualTypeArguments()[index]
        : Object.class;
  }
}
