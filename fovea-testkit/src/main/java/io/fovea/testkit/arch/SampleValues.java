// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.arch;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// A few values of any type that is made of plain ones: numbers, texts, enums, lists, records of them.
///
/// @param given values of the types that are not
/// @param depth how far records in records are followed
record SampleValues(List<Object> given, int depth) {
  private static final int MOST = 6;
  private static final int DEEPEST = 5;

  private static final Map<Class<?>, List<Object>> PLAIN =
      Map.of(
          int.class, List.of(2, 1, 3, 0, 8),
          long.class, List.of(2L, 1L, 3L, 0L, 8L),
          double.class, List.of(0.5, 0.25, 1.0, 2.0, 0.0),
          float.class, List.of(0.5f, 0.25f, 1f),
          boolean.class, List.of(true, false),
          String.class, List.of("a", "b"),
          Path.class, List.of(Path.of("a"), Path.of("b")),
          OptionalDouble.class, List.of(OptionalDouble.empty(), OptionalDouble.of(0.5)),
          OptionalInt.class, List.of(OptionalInt.empty(), OptionalInt.of(1), OptionalInt.of(2)));

  SampleValues(List<Object> given) {
    this(given, DEEPEST);
  }

  /// Two different ones at least, if there are as many.
  List<Object> of(Type type) {
    if (type instanceof ParameterizedType p) {
      return container((Class<?>) p.getRawType(), p.getActualTypeArguments());
    }
    return type instanceof Class<?> c ? of(c) : List.of();
  }

  private List<Object> of(Class<?> type) {
    var plain = PLAIN.get(MethodType.methodType(type).unwrap().returnType());
    if (plain != null) {
      return plain;
    }
    var values = new ArrayList<>(given.stream().filter(type::isInstance).toList());
    if (type.isEnum()) {
      values.addAll(List.of(type.getEnumConstants()));
    } else if (depth > 0 && type.isRecord()) {
      values.addAll(records(type));
    } else if (type.isSealed()) {
      Stream.of(type.getPermittedSubclasses()).forEach(sub -> values.addAll(of(sub)));
    }
    return values.stream().limit(MOST).toList();
  }

  private List<Object> container(Class<?> raw, Type[] arguments) {
    if (raw == List.class) {
      var items = of(arguments[0]);
      return items.isEmpty()
          ? List.of(List.of())
          : List.of(List.of(items.getFirst()), List.of(items.getLast()), List.of());
    } else if (raw == Set.class) {
      var items = of(arguments[0]);
      return items.isEmpty() ? List.of(Set.of()) : List.of(Set.of(items.getFirst()), Set.of());
    } else if (raw == Optional.class) {
      var values = new ArrayList<Object>(List.of(Optional.empty()));
      of(arguments[0]).forEach(item -> values.add(Optional.of(item)));
      return values;
    } else if (raw == Map.class) {
      var keys = of(arguments[0]);
      var values = of(arguments[1]);
      return keys.isEmpty() || values.isEmpty()
          ? List.of(Map.of())
          : List.of(Map.of(), Map.of(keys.getFirst(), values.getFirst()));
    }
    return of(raw);
  }

  /// Records whose components are all the first, all the second, ... of their samples.
  private List<Object> records(Class<?> type) {
    var components = type.getRecordComponents();
    var inside = new SampleValues(given, depth - 1);
    var choices = Arrays.stream(components).map(c -> inside.of(c.getGenericType())).toList();
    if (choices.stream().anyMatch(List::isEmpty)) {
      return List.of();
    }
    var records = new ArrayList<Object>();
    for (int i = 0; i < MOST; i++) {
      int at = i;
      var arguments = choices.stream().map(all -> all.get(at % all.size())).toArray();
      accepted(() -> canonical(type, components).newInstance(arguments))
          .filter(value -> !records.contains(value))
          .ifPresent(records::add);
    }
    return records;
  }

  private static Constructor<?> canonical(Class<?> type, RecordComponent[] components)
      throws NoSuchMethodException {
    var constructor =
        type.getDeclaredConstructor(
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    return constructor;
  }

  /// A call by reflection.
  interface Reflective {
    Object call() throws ReflectiveOperationException;
  }

  /// What a call gives; empty if what is called refuses the values.
  static Optional<Object> accepted(Reflective call) {
    try {
      return Optional.of(call.call());
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof RuntimeException) {
        return Optional.empty();
      }
      throw new AssertionError(refused.getCause());
    } catch (ReflectiveOperationException broken) {
      throw new AssertionError(broken);
    }
  }
}
