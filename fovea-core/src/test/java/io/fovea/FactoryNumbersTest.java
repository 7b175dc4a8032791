// SPDX-License-Identifier: Apache-2.0
package io.fovea;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Augmentations;
import io.fovea.augment.keras.KerasTransform;
import io.fovea.loss.Losses;
import io.fovea.metric.Metrics;
import io.fovea.nn.Initializers;
import io.fovea.nn.Layers;
import io.fovea.optim.Optimizers;
import io.fovea.optim.Schedules;
import io.fovea.train.Callbacks;
import io.fovea.train.Fit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// No factory and no option takes a number that is none.
class FactoryNumbersTest {
  private static final List<Class<?>> FACTORIES =
      List.of(
          Layers.class,
          Initializers.class,
          Losses.class,
          Metrics.class,
          Optimizers.class,
          Schedules.class,
          Callbacks.class,
          Fit.class,
          Augmentations.class,
          KerasTransform.class);
  private static final List<Double> NONE =
      List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

  private final List<String> wrong = new ArrayList<>();
  private int asked;

  @Test
  void numbersOfFactoriesAndOptionsAreFinite() {
    Map<Class<?>, Object> values = new LinkedHashMap<>();
    for (var factory : FACTORIES) {
      for (var method : factory.getDeclaredMethods()) {
        if (isPublic(method) && Modifier.isStatic(method.getModifiers())) {
          made(method, null).ifPresent(value -> values.putIfAbsent(value.getClass(), value));
          ask(method, null);
        }
      }
    }
    for (var value : values.values()) {
      if (value.getClass().isRecord()) {
        Stream.of(value.getClass().getDeclaredMethods())
            .filter(method -> isPublic(method) && !Modifier.isStatic(method.getModifiers()))
            .filter(method -> method.getReturnType() == value.getClass())
            .forEach(method -> ask(method, value));
      }
    }
    assertThat(asked).as("numbers asked for").isGreaterThan(100);
    assertThat(wrong).isEmpty();
  }

  private static boolean isPublic(Method method) {
    return Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
  }

  private static Optional<Object> made(Method method, Object on) {
    try {
      return arguments(method).map(arguments -> called(method, on, arguments));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // these numbers do not fit each other
    }
  }

  private void ask(Method method, Object on) {
    var types = method.getParameterTypes();
    var usual = arguments(method);
    for (int i = 0; i < types.length && usual.isPresent(); i++) {
      if (types[i] == double.class || types[i] == float.class) {
        for (double none : NONE) {
          var arguments = usual.get().clone();
          arguments[i] = types[i] == float.class ? (Object) (float) none : (Object) none;
          ask(method, on, arguments);
        }
      }
    }
  }

  private void ask(Method method, Object on, Object... arguments) {
    asked++;
    var call =
        method.getDeclaringClass().getSimpleName()
            + "."
            + method.getName()
            + Arrays.toString(arguments);
    try {
      called(method, on, arguments);
      wrong.add(call + " is taken");
    } catch (IllegalArgumentException e) {
      if (!e.getMessage().contains(": expected ") || !e.getMessage().contains("\n  Fix: ")) {
        wrong.add(call + " says " + e.getMessage());
      }
    }
  }

  private static Object called(Method method, Object on, Object... arguments) {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new AssertionError(method.toString(), e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(method.toString(), e);
    }
  }

  /// What a method may be called with; empty if it takes what is not made here.
  private static Optional<Object[]> arguments(Method method) {
    var arguments = new ArrayList<>();
    for (var type : method.getParameterTypes()) {
      if (type == double.class) {
        arguments.add(0.5);
      } else if (type == float.class) {
        arguments.add(0.5f);
      } else if (type == int.class) {
        arguments.add(2);
      } else if (type == long.class) {
        arguments.add(2L);
      } else if (type == boolean.class) {
        arguments.add(true);
      } else if (type == String.class) {
        arguments.add("loss");
      } else if (type == int[].class) {
        arguments.add(new int[] {2});
      } else if (type.isEnum()) {
        arguments.add(type.getEnumConstants()[0]);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(arguments.toArray());
  }
}
