// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.engine.Engine;
import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Graph;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Compares an engine with the reference engine where one number is NaN, infinite or denormal:
/// results, and every gradient.
///
/// ```java
/// assertThat(Extremes.of(engine, c)).isEmpty();
/// ```
public final class Extremes {
  /// Somewhere inside, neither in the first nor in the last row.
  private static final double INSIDE = 0.6;

  private Extremes() {}

  /// A result that is not as the reference engine's.
  ///
  /// @param operand which operand held the number
  /// @param result e.g. `result 0` or `gradient of x`
  /// @param hidden whether NaN was expected and an ordinary number came: the worst, as nobody sees it
  /// @param text element and both numbers
  public record Difference(
      OpCase of, Extreme value, String operand, String result, boolean hidden, String text) {
    /// Whether it is a gradient.
    public boolean isGradient() {
      return result.startsWith("gradient");
    }

    /// As in `Map relu [3]: with NAN in x, result 0 at [1] is 0.0 instead of NaN`.
    @Override
    public String toString() {
      return "%s: with %s in %s, %s %s".formatted(of, value, operand, result, text);
    }
  }

  /// All differences of a case, each [Extreme] in each operand in turn.
  public static List<Difference> of(Engine engine, OpCase c) {
    var differences = new ArrayList<Difference>();
    // each engine gets variables of its own
    var expectedGraph = EngineComparison.withGradients(c);
    var gotGraph = EngineComparison.withGradients(c);
    var reference = new ReferenceEngine();
    try (var expected = reference.compile(expectedGraph);
        var got = engine.compile(gotGraph)) {
      for (int k = 0; k < c.operands().size(); k++) {
        for (var value : Extreme.values()) {
          var inputs = new ArrayList<>(c.inputs(Seed.rng()));
          inputs.set(k, value.in(inputs.get(k), INSIDE));
          GraphRun.feed(expected, inputs);
          GraphRun.feed(got, inputs);
          expected.run(0);
          got.run(0);
          compare(
              new Difference(c, value, c.operands().get(k).name(), "", false, ""),
              expectedGraph,
              new Rounding(expectedGraph, reference.evaluate(expectedGraph, inputs, 0)),
              GraphRun.fetch(expected, expectedGraph.outputs()),
              GraphRun.fetch(got, gotGraph.outputs()),
              differences);
        }
      }
    }
    return differences;
  }

  private static void compare(
      Difference where,
      Graph graph,
      Rounding rounding,
      List<Tensor> expected,
      List<Tensor> got,
      List<Difference> differences) {
    var names = EngineComparison.names(where.of(), expected.size());
    for (int k = 0; k < expected.size(); k++) {
      var bound = rounding.of(graph.outputs().get(k), Tolerance.f32());
      for (int i = 0; i < expected.get(k).elements(); i++) {
        double a = expected.get(k).get(i);
        double b = got.get(k).get(i);
        // numbers below the normal ones may be taken for 0, as many processors do
        if (!bound.accepts(a, b) && !(Math.abs(a - b) <= Float.MIN_NORMAL)) {
          differences.add(
              new Difference(
                  where.of(),
                  where.value(),
                  where.operand(),
                  names.get(k),
                  Double.isNaN(a) && Double.isFinite(b),
                  "at %s is %s instead of %s"
                      .formatted(Seed.index(expected.get(k).shape(), i), b, a)));
          break;
        }
      }
    }
  }
}
