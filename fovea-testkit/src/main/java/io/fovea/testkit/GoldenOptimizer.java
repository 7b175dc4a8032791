// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.optim.Optimizers.adadelta;
import static io.fovea.optim.Optimizers.adagrad;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Optimizers.adamW;
import static io.fovea.optim.Optimizers.adamax;
import static io.fovea.optim.Optimizers.nadam;
import static io.fovea.optim.Optimizers.rmsprop;
import static io.fovea.optim.Optimizers.sgd;

import io.fovea.engine.Engine;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Initializer;
import io.fovea.graph.Op;
import io.fovea.graph.Penalty;
import io.fovea.graph.Variable;
import io.fovea.optim.Optimizer;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Five steps of an optimizer that Keras took, from the same start with the same gradients.
///
/// ```java
/// GoldenOptimizer.keras().forEach(golden -> golden.check(engine));
/// ```
///
/// @param name as in the golden file
public record GoldenOptimizer(String name, Optimizer optimizer) {
  private static final Goldens GOLDENS = Goldens.keras();

  /// In each of five steps, a parameter between 2 and 4 is rounded at most three times (decay, step,
  /// reading), each time by at most 2^-23, in Keras and here.
  private static final double TOLERANCE = 2 * 5 * 3 * 0x1p-23;

  /// Every optimizer.
  public static List<GoldenOptimizer> keras() {
    return List.of(
        new GoldenOptimizer("SGD", sgd(0.1)),
        new GoldenOptimizer("SGD_m0.9", sgd(0.1).momentum(0.9)),
        new GoldenOptimizer("SGD_nesterov", sgd(0.1).momentum(0.9).nesterov()),
        new GoldenOptimizer("SGD_wd", sgd(0.1).weightDecay(0.01)),
        new GoldenOptimizer("SGD_clipnorm1", sgd(0.1).clipNorm(1)),
        new GoldenOptimizer("SGD_clipvalue0.5", sgd(0.1).clipValue(0.5)),
        new GoldenOptimizer("RMSprop", rmsprop(0.01)),
        new GoldenOptimizer("RMSprop_mom", rmsprop(0.01).momentum(0.9)),
        new GoldenOptimizer("RMSprop_centered", rmsprop(0.01).centered()),
        new GoldenOptimizer("Adam", adam(0.01)),
        new GoldenOptimizer("Adam_amsgrad", adam(0.01).amsgrad()),
        new GoldenOptimizer("AdamW", adamW(0.01)),
        new GoldenOptimizer("Nadam", nadam(0.01)),
        new GoldenOptimizer("Adamax", adamax(0.01)),
        new GoldenOptimizer("Adagrad", adagrad(0.1)),
        new GoldenOptimizer("Adadelta", adadelta(1)));
  }

  /// Takes the steps and compares the parameter after each.
  ///
  /// @throws AssertionError naming optimizer, engine, step and both vectors
  public void check(Engine engine) {
    double[] start = GOLDENS.numbers("optimizers", "var0");
    double[] gradients = GOLDENS.numbers("optimizers", "grads");
    double[] expected = GOLDENS.numbers("optimizers", "steps", name);
    int size = start.length;
    var rule = optimizer.rule();
    var w = variable("w", Variable.Kind.PARAMETER, size, 0);
    w.write(floats(start, 0, size));
    var slots =
        IntStream.range(0, rule.slots())
            .mapToObj(i -> variable("w/" + i, Variable.Kind.SLOT, size, rule.initial(i)))
            .toList();
    var g = new GraphBuilder();
    var gradient = g.input("gradient", w.shape());
    var scalars = g.input("scalars", Shape.of(rule.scalars(0, 0).length));
    var clipped = optimizer.clipping().on(g, List.of(gradient)).getFirst();
    var none = g.addAll(new Op.Update(w, slots, rule), clipped, scalars);
    try (var plan = engine.compile(g.build(none))) {
      for (int step = 0; step < expected.length / size; step++) {
        plan.feed(0, floats(gradients, step * size, size));
        plan.feed(1, rule.scalars(optimizer.rateAt(step), step));
        plan.run(0);
        compare(engine, step, floats(expected, step * size, size), w.read());
      }
    }
  }

  private void compare(Engine engine, int step, float[] expected, float[] got) {
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - got[i]) <= TOLERANCE)) {
        throw new AssertionError(
            "GoldenOptimizer: %s on %s after step %d: expected %s, got %s, tolerance %.1e"
                .formatted(
                    name,
                    engine.name(),
                    step,
                    Arrays.toString(expected),
                    Arrays.toString(got),
                    TOLERANCE));
      }
    }
  }

  private static Variable variable(String path, Variable.Kind kind, int size, float first) {
    return new Variable(path, Shape.of(size), kind, Initializer.constant(first), Penalty.NONE);
  }

  private static float[] floats(double[] values, int from, int count) {
    var floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) values[from + i];
    }
    return floats;
  }

  /// The name.
  @Override
  public String toString() {
    return name;
  }
}
