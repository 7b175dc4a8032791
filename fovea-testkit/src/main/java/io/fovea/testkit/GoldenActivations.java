// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.graph.Op.Binary.Kind.GT;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Eltwise.Kind;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Value;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keras' activations as one function each, or as a few ops.
final class GoldenActivations {
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;

  private GoldenActivations() {}

  private interface Formula {
    Value of(GraphBuilder g, Value x);
  }

  private record Row(String name, Formula formula) {}

  private static final List<Row> ROWS =
      List.of(
          row("relu", Kind.RELU, 0, 0),
          row("relu6", Kind.CLIP, 0, 6),
          row("leaky_relu", Kind.RELU, 0.2, 0),
          row("elu", Kind.ELU, 1, 0),
          row("celu", Kind.ELU, 1, 0),
          row("softplus", Kind.SOFTPLUS, 1, 0),
          row("log_sigmoid", Kind.SOFTPLUS, -1, 0),
          row("silu", Kind.SWISH, 1, 0),
          row("gelu", Kind.GELU, 0, 0),
          row("gelu_approx", Kind.GELU_TANH, 0, 0),
          row("tanh", Kind.TANH, 0, 0),
          row("sigmoid", Kind.SIGMOID, 0, 0),
          row("exponential", Kind.EXP, 0, 0),
          row("hard_sigmoid", Kind.HARD_SIGMOID, 1 / 6.0, 0.5),
          row("hard_silu", Kind.HARD_SWISH, 1 / 6.0, 0.5),
          row("hard_tanh", Kind.CLIP, -1, 1),
          row("mish", Kind.MISH, 0, 0),
          new Row("selu", GoldenActivations::selu),
          new Row("softsign", (g, x) -> g.over(x, g.map(abs(g, x), Eltwise.linear(1, 1)))),
          new Row("soft_shrink", (g, x) -> g.minus(x, g.map(x, Eltwise.clip(-0.5, 0.5)))),
          new Row("hard_shrink", (g, x) -> g.times(x, g.binary(GT, abs(g, x), g.scalar(0.5)))),
          new Row("tanh_shrink", (g, x) -> g.minus(x, g.map(x, Eltwise.of(Kind.TANH)))),
          new Row("squareplus", GoldenActivations::squarePlus),
          new Row("softmax", (g, x) -> g.add(new Op.Softmax(), x)),
          new Row("log_softmax", (g, x) -> g.add(new Op.LogSoftmax(), x)));

  static List<GoldenCase> all(Goldens goldens) {
    double[] points = goldens.numbers("activations", "x");
    var x = Tensor.generate(Shape.of(1, points.length), i -> points[i]);
    var cases = new ArrayList<GoldenCase>();
    for (var row : ROWS) {
      double[] expected = goldens.numbers("activations", row.name());
      // inputs up to 7; an exponential is off by its input's rounding, relative to its own size
      double largest = Arrays.stream(expected).map(Math::abs).max().orElse(1);
      double tolerance = Tolerance.f32().magnitude(Math.max(7, largest)).bound();
      cases.add(
          new GoldenCase(
              row.name(),
              List.of(x),
              (g, in) -> List.of(row.formula().of(g, in.getFirst())),
              GoldenCases.boxed(expected),
              tolerance));
    }
    return cases;
  }

  private static Row row(String name, Kind kind, double alpha, double beta) {
    return new Row(name, (g, x) -> g.map(x, new Eltwise(kind, alpha, beta)));
  }

  private static Value selu(GraphBuilder g, Value x) {
    return g.scaled(g.map(x, new Eltwise(Kind.ELU, SELU_ALPHA, 0)), SELU_SCALE);
  }

  private static Value squarePlus(GraphBuilder g, Value x) {
    var shifted = g.map(g.map(x, Eltwise.of(Kind.SQUARE)), Eltwise.linear(1, 4));
    return g.scaled(g.plus(x, g.map(shifted, Eltwise.of(Kind.SQRT))), 0.5);
  }

  private static Value abs(GraphBuilder g, Value x) {
    return g.map(x, Eltwise.of(Kind.ABS));
  }
}
