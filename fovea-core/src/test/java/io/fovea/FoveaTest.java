// SPDX-License-Identifier: Apache-2.0
package io.fovea;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.loss.Losses;
import io.fovea.metric.Metrics;
import io.fovea.optim.Optimizers;
import io.fovea.optim.Schedules;
import io.fovea.train.Fit;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// One import has the words of five.
class FoveaTest {
  private static Stream<Method> words(Class<?> holder) {
    return Arrays.stream(holder.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> Modifier.isStatic(method.getModifiers()));
  }

  private static Stream<Method> all() {
    return Stream.of(Losses.class, Metrics.class, Optimizers.class, Fit.class)
        .flatMap(FoveaTest::words);
  }

  private static String signature(Method method) {
    return method.getReturnType().getName()
        + " "
        + method.getName()
        + Arrays.toString(method.getParameterTypes());
  }

  @Test
  void noWordIsMissingAndNoneIsNew() {
    var here = words(Fovea.class).map(FoveaTest::signature).collect(toCollection(TreeSet::new));
    assertThat(here)
        .hasSizeGreaterThan(40)
        .isEqualTo(all().map(FoveaTest::signature).collect(toCollection(TreeSet::new)));
  }

  @Test
  void eachWordMeansTheSame() throws ReflectiveOperationException {
    for (var word : all().toList()) {
      var twin = Fovea.class.getMethod(word.getName(), word.getParameterTypes());
      var arguments = new ArrayList<>();
      for (int i = 0; i < word.getParameterCount(); i++) {
        var type = word.getParameterTypes()[i];
        double number = (i + 1) / 4.0; // another one each, so that none is taken for its neighbour
        arguments.add(
            switch (type.getSimpleName()) {
              case "Schedule" -> Schedules.constant(number);
              case "int" -> i + 3;
              default -> (Object) number;
            });
      }
      assertThat(twin.invoke(null, arguments.toArray()))
          .as(word.toString())
          .isEqualTo(word.invoke(null, arguments.toArray()));
    }
  }
}
