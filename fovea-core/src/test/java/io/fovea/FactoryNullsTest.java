// SPDX-License-Identifier: Apache-2.0
package io.fovea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Penalty;
import io.fovea.loss.Losses;
import io.fovea.metric.Metric;
import io.fovea.metric.Metrics;
import io.fovea.nn.Activation;
import io.fovea.nn.Initializers;
import io.fovea.nn.Layers;
import io.fovea.nn.Padding;
import io.fovea.nn.Size;
import io.fovea.nn.Sliding;
import io.fovea.nn.Weights;
import io.fovea.optim.Optimizers;
import io.fovea.optim.Schedules;
import io.fovea.optim.Settings;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whoever passes null to a factory or an option is told which argument it was.
class FactoryNullsTest {
  private static final List<Class<?>> FACTORIES =
      List.of(
          Layers.class,
          Initializers.class,
          Losses.class,
          Metrics.class,
          Optimizers.class,
          Schedules.class);

  /// What a method is called with otherwise.
  private static final List<Object> USUAL =
      List.of(
          Activation.RELU,
          Padding.VALID,
          Initializers.zeros(),
          Weights.DEFAULT,
          Sliding.over(2),
          Size.square(2),
          Shape.of(2),
          Tensor.vector(1, 2),
          Penalty.NONE,
          Eltwise.relu(),
          Schedules.constant(0.1),
          Settings.of(Schedules.constant(0.1)),
          List.of(),
          Optional.empty(),
          OptionalInt.empty(),
          "word",
          Layers.flatten());

  private final List<String> wrong = new ArrayList<>();
  private int asked;

  @Test
  void nullIsAnsweredByASentence() {
    Map<Class<?>, Object> values = new LinkedHashMap<>();
    for (var factory : FACTORIES) {
      for (var method : factory.getMethods()) {
        if (Modifier.isStatic(method.getModifiers())) {
          made(method).ifPresent(value -> values.putIfAbsent(value.getClass(), value));
          ask(method, null);
        }
      }
    }
    for (var value : values.values()) {
      if (value.getClass().isRecord()) {
        Stream.of(value.getClass().getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
            .filter(method -> method.getReturnType().isInstance(value))
            .filter(
                method -> !(value instanceof Metric && method.getName().equals("on"))) // no option
            .forEach(method -> ask(method, value));
      }
    }
    assertThat(asked).as("arguments asked for").isGreaterThan(100);
    assertThat(wrong).isEmpty();
  }

  @Test
  void theSentenceNamesTheArgument() {
    assertThatThrownBy(() -> Layers.dense(3).activation(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Dense.activation: expected a value, got null.\n"
                + "  Fix: pass one; null stands for nothing here.");
    assertThatThrownBy(() -> Layers.sequential(Layers.flatten(), null))
        .hasMessageStartingWith("sequential: expected a value, got null.");
  }

  private Optional<Object> made(Method method) {
    try {
      var arguments = arguments(method);
      return arguments.isPresent()
          ? Optional.ofNullable(method.invoke(null, arguments.get()))
          : Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.empty(); // these numbers do not fit each other
    } catch (IllegalAccessException e) {
      throw new AssertionError(method.toString(), e);
    }
  }

  private void ask(Method method, Object on) {
    var types = method.getParameterTypes();
    var usual = arguments(method);
    if (usual.isEmpty()) {
      wrong.add(method + " is not asked: its arguments are not made here");
      return;
    }
    for (int i = 0; i < types.length; i++) {
      if (!types[i].isPrimitive()) {
        var arguments = usual.get().clone();
        arguments[i] = null;
        ask(method, on, arguments);
        if (types[i].isArray() && !types[i].getComponentType().isPrimitive()) {
          arguments[i] = Array.newInstance(types[i].getComponentType(), 1);
          ask(method, on, arguments);
        }
      }
    }
  }

  private void ask(Method method, Object on, Object... arguments) {
    asked++;
    var call =
        (on == null ? method.getDeclaringClass() : on.getClass()).getSimpleName()
            + "."
            + method.getName()
            + Arrays.deepToString(arguments);
    try {
      var _ = method.invoke(on, arguments);
      wrong.add(call + " is taken");
    } catch (InvocationTargetException e) {
      var message = String.valueOf(e.getCause().getMessage());
      if (!(e.getCause() instanceof IllegalArgumentException)
          || !message.contains(", got null.\n  Fix: ")) {
        wrong.add(call + " says " + e.getCause());
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(method.toString(), e);
    }
  }

  /// What a method may be called with; empty if it takes what is not made here.
  private static Optional<Object[]> arguments(Method method) {
    var arguments = new ArrayList<>();
    for (var type : method.getParameterTypes()) {
      var usual = usual(type);
      if (usual.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(usual.get());
    }
    return Optional.of(arguments.toArray());
  }

  private static Optional<Object> usual(Class<?> type) {
    if (type == double.class) {
      return Optional.of(0.5);
    } else if (type == float.class) {
      return Optional.of(0.5f);
    } else if (type == int.class) {
      return Optional.of(2);
    } else if (type == long.class) {
      return Optional.of(2L);
    } else if (type == boolean.class) {
      return Optional.of(true);
    } else if (type == int[].class) {
      return Optional.of(new int[] {2});
    } else if (type == UnaryOperator.class) {
      return Optional.of(UnaryOperator.identity());
    } else if (type.isArray()) {
      return usual(type.getComponentType())
          .map(one -> {
            var all = Array.newInstance(type.getComponentType(), 1);
            Array.set(all, 0, one);
            return all;
          });
    } else if (type.isEnum()) {
      return Optional.of(type.getEnumConstants()[0]);
    }
    return USUAL.stream().filter(type::isInstance).findFirst();
  }
}
