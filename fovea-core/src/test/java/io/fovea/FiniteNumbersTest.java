package io.fovea;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.Augmentations;
import io.fovea.augment.KerasTransform;
import io.fovea.augment.KeyPoint;
import io.fovea.loss.Losses;
import io.fovea.metric.Metrics;
import io.fovea.nn.Initializers;
import io.fovea.nn.Layers;
import io.fovea.nn.Rescaling;
import io.fovea.nn.ScaledAdd;
import io.fovea.optim.Optimizers;
import io.fovea.optim.Schedules;
import io.fovea.train.Callbacks;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// No factory takes a number that is none.
class FiniteNumbersTest {
  private static final List<Class<?>> FACTORIES =
      List.of(
          Layers.class,
          Initializers.class,
          Losses.class,
          Metrics.class,
          Optimizers.class,
          Schedules.class,
          Callbacks.class,
          Augmentations.class,
          Rescaling.class,
          ScaledAdd.class,
          KerasTransform.class,
          KeyPoint.class);
  private static final double[] NONE = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  @Test
  void everyFactoryRefusesNumbersThatAreNone() throws ReflectiveOperationException {
    var accepted = new ArrayList<String>();
    int tried = 0;
    for (var type : FACTORIES) {
      for (var factory : factories(type)) {
        var good = good(factory);
        if (good.length == 0) {
          continue;
        }
        tried++;
        for (int i = 0; i < good.length; i++) {
          for (double none : good[i] instanceof Double ? NONE : new double[0]) {
            var numbers = good.clone();
            numbers[i] = none;
            String said = call(factory, numbers);
            if (!said.contains("expected") && !isNoBrightness(type, i, none)) {
              accepted.add(factory + " takes " + none + ": " + said);
            }
          }
        }
      }
    }
    assertThat(accepted).isEmpty();
    assertThat(tried).isGreaterThan(40);
  }

  /// Documented to mean that the brightness stays.
  private static boolean isNoBrightness(Class<?> type, int parameter, double none) {
    return type == KerasTransform.class && parameter == 9 && Double.isNaN(none);
  }

  private static List<Executable> factories(Class<?> type) {
    var found = new ArrayList<Executable>();
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .forEach(found::add);
    found.addAll(List.of(type.getConstructors()));
    return found;
  }

  /// Arguments that are accepted; none if the factory takes no fractions, or other things too.
  private static Object[] good(Executable factory) throws ReflectiveOperationException {
    var types = factory.getParameterTypes();
    if (!List.of(types).contains(double.class)) {
      return new Object[0];
    }
    for (double number : new double[] {0.5, 1, 0, 2}) {
      var arguments = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        arguments[i] = argument(types[i], number);
      }
      if (!List.of(arguments).contains("") && call(factory, arguments).isEmpty()) {
        return arguments;
      }
    }
    return new Object[0];
  }

  private static Object argument(Class<?> type, double number) {
    if (type == double.class) {
      return number;
    }
    if (type == int.class) {
      return 2;
    }
    if (type == long.class) {
      return 2L;
    }
    return type == boolean.class ? (Object) true : "";
  }

  /// What it says about its arguments; empty if it takes them.
  private static String call(Executable factory, Object[] arguments)
      throws ReflectiveOperationException {
    try {
      var _ =
          factory instanceof Method method
              ? method.invoke(null, arguments)
              : ((Constructor<?>) factory).newInstance(arguments);
      return "";
    } catch (InvocationTargetException e) {
      return String.valueOf(e.getCause());
    }
  }
}
