// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Eltwise.Kind;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Every element-wise function with the constants that layers use, and its gradient.
final class EltwiseCases {
  private static final List<Shape> SHAPES =
      List.of(Shape.of(1), Shape.of(2, 7), Shape.of(1, 3, 5, 17), Shape.of(2, 2, 3, 2, 3));
  private static final Domain.Continuous WIDE = Domain.between(-8, 8);
  private static final Domain.Continuous RAISED = Domain.between(0.25, 4);

  private EltwiseCases() {}

  record Form(Eltwise function, Domain domain) {}

  static List<OpCase> all() {
    var cases = new ArrayList<OpCase>();
    for (var form : Arrays.stream(Kind.values()).flatMap(EltwiseCases::forms).toList()) {
      for (var shape : SHAPES) {
        cases.addAll(pair(form.function(), shape, form.domain(), ""));
      }
    }
    for (var function : List.of(Eltwise.relu(), Eltwise.of(Kind.ABS), Eltwise.clip(-1, 1))) {
      for (var c : pair(function, Shape.of(3, 5), new Domain.Steps(-2, 2, 1), " at kinks")) {
        cases.add(c.slope() == OpCase.Slope.NONE ? c : c.slope(OpCase.Slope.KINKED));
      }
    }
    return cases;
  }

  private static List<OpCase> pair(Eltwise function, Shape shape, Domain domain, String remark) {
    var name = function + " " + shape + remark;
    var x = Operand.of("x", shape).in(domain);
    var back = new Op.MapBack(function);
    return List.of(
        OpCase.of(name, new Op.Map(function), x),
        OpCase.of(name, back, Operand.of("dy", shape), x)
            .body((g, in) -> {
              var ref = in.get(1);
              return g.addAll(
                  back, in.get(0), function.kind().fromOutput() ? g.map(ref, function) : ref);
            })
            .slope(OpCase.Slope.NONE));
  }

  /// The constants that each function is checked with, and where.
  static Stream<Form> forms(Kind kind) {
    return switch (kind) {
      case RELU -> Stream.of(0.0, 0.2).map(a -> form(kind, a, 0, WIDE.away(0.0)));
      case ELU -> Stream.of(1.0, 0.5).map(a -> form(kind, a, 0, WIDE.away(0.0)));
      case TANH, SIGMOID, SQUARE, GELU, GELU_TANH, MISH -> Stream.of(form(kind, 0, 0, WIDE));
      case EXP -> Stream.of(form(kind, 0, 0, Domain.between(-4, 3)));
      case SQRT, LOG -> Stream.of(form(kind, 0, 0, RAISED));
      case CLIP ->
          Stream.of(form(kind, 0, 6, WIDE.away(0.0, 6.0)), form(kind, -1, 1, WIDE.away(-1.0, 1.0)));
      case ABS -> Stream.of(form(kind, 0, 0, WIDE.away(0.0)));
      case LINEAR -> Stream.of(form(kind, 0.5, -2, WIDE), form(kind, -1, 0, WIDE));
      case SOFTPLUS -> Stream.of(1.0, -1.0, 2.0).map(a -> form(kind, a, 0, WIDE));
      case HARD_SIGMOID ->
          Stream.of(
              form(kind, 1 / 6.0, 0.5, WIDE.away(-3.0, 3.0)),
              form(kind, 0.2, 0.5, WIDE.away(-2.5, 2.5)));
      case HARD_SWISH -> Stream.of(form(kind, 1 / 6.0, 0.5, WIDE.away(-3.0, 3.0)));
      case SWISH -> Stream.of(1.0, 1.702).map(a -> form(kind, a, 0, WIDE));
      case POW ->
          Stream.of(
              form(kind, 1, 2, WIDE),
              form(kind, 2, 3, WIDE),
              form(kind, 1, -1, RAISED),
              form(kind, 1, -0.5, RAISED),
              form(kind, 3, 0, RAISED));
    };
  }

  private static Form form(Kind kind, double a, double b, Domain domain) {
    return new Form(new Eltwise(kind, a, b), domain);
  }
}
