// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Each wither changes exactly its component: a new component of a record is easily lost or swapped
/// in one of the many canonical constructor calls.
///
/// ```java
/// @TestFactory
/// Stream<DynamicTest> withers() {
///   return Withers.tests(List.of());
/// }
/// ```
public final class Withers {
  private Withers() {}

  /// One test for each wither of each public record of Fovea on the class path. A wither is a method of a
  /// record that is called like a component, takes one and gives the record.
  ///
  /// @param samples for types that cannot be made of plain values: two that differ, or more
  public static Stream<DynamicTest> tests(List<Object> samples) {
    var values = new SampleValues(samples);
    return ArchitectureRules.mainClasses().stream()
        .filter(JavaClass::isRecord)
        .map(JavaClass::reflect)
        .filter(Withers::isPublic)
        .sorted((a, b) -> a.getName().compareTo(b.getName()))
        .flatMap(type -> withers(type).map(w -> test(w, values)));
  }

  private record Wither(Class<?> type, RecordComponent component, Method method) {
    @Override
    public String toString() {
      return type.getName() + "." + method.getName();
    }
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getDeclaringClass() == null || isPublic(type.getDeclaringClass()));
  }

  private static Stream<Wither> withers(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(component ->
            Arrays.stream(type.getDeclaredMethods())
                .filter(method ->
                    method.getName().equals(component.getName())
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isBridge()
                        && method.getReturnType() == type
                        && Arrays.equals(
                            method.getParameterTypes(), new Class<?>[] {component.getType()}))
                .map(method -> new Wither(type, component, method)));
  }

  private static DynamicTest test(Wither wither, SampleValues values) {
    return DynamicTest.dynamicTest(wither.toString(), () -> check(wither, values));
  }

  private static void check(Wither wither, SampleValues values)
      throws ReflectiveOperationException {
    wither.method().setAccessible(true);
    for (var before : values.of(wither.type())) {
      for (var value : values.of(wither.component().getGenericType())) {
        if (Objects.equals(component(before, wither.component()), value)) {
          continue;
        }
        var after = SampleValues.accepted(() -> wither.method().invoke(before, value));
        if (after.isPresent()) {
          check(wither, before, value, after.get());
          return;
        }
      }
    }
    throw new AssertionError(
        wither + ": expected a sample to try it on, got none.\n  Fix: give the test some.");
  }

  private static void check(Wither wither, Object before, Object value, Object after)
      throws ReflectiveOperationException {
    for (var component : wither.type().getRecordComponents()) {
      var expected =
          component.getName().equals(wither.component().getName())
              ? value
              : component(before, component);
      var got = component(after, component);
      if (!Objects.equals(expected, got)) {
        throw new AssertionError(
            "%s(%s): expected %s %s, got %s."
                .formatted(wither, value, component.getName(), expected, got));
      }
    }
  }

  private static Object component(Object of, RecordComponent component)
      throws ReflectiveOperationException {
    component.getAccessor().setAccessible(true);
    return component.getAccessor().invoke(of);
  }
}
