// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Op;
import io.fovea.graph.Op.Binary.Kind;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Two operands, equal or stretched in every way.
final class BinaryCases {
  private static final List<List<Shape>> SHAPES =
      List.of(
          pair(Shape.scalar(), Shape.scalar()),
          pair(Shape.of(7), Shape.of(7)),
          pair(Shape.of(2, 3, 5, 17), Shape.of(2, 3, 5, 17)),
          pair(Shape.of(2, 3, 5), Shape.scalar()),
          pair(Shape.scalar(), Shape.of(3, 8)),
          pair(Shape.of(2, 3, 4, 15), Shape.of(15)),
          pair(Shape.of(33), Shape.of(3, 33)),
          pair(Shape.of(5, 7), Shape.of(5, 1)),
          pair(Shape.of(5, 1), Shape.of(5, 7)),
          pair(Shape.of(2, 4, 3, 8), Shape.of(1, 4, 1, 8)),
          pair(Shape.of(2, 4, 3, 8), Shape.of(2, 1, 1, 8)),
          pair(Shape.of(2, 4, 3, 8), Shape.of(2, 4, 3, 1)),
          pair(Shape.of(2, 1, 4, 1), Shape.of(1, 3, 1, 5)),
          pair(Shape.of(3, 1), Shape.of(7)),
          pair(Shape.of(1), Shape.of(2, 2, 3, 1, 3)));

  // a and b never meet: multiples of 1/4, and the same plus 1/8
  private static final Domain LEFT = new Domain.Steps(-2, 2, 0.25);
  private static final Domain RIGHT = new Domain.Steps(-1.875, 2, 0.25);
  private static final Domain TIED = new Domain.Steps(-1, 1, 1);

  private BinaryCases() {}

  static List<OpCase> all() {
    var cases = new ArrayList<OpCase>();
    for (var kind : Kind.values()) {
      for (var shapes : SHAPES) {
        var a = Operand.of("a", shapes.get(0));
        var b = Operand.of("b", shapes.get(1));
        var name = kind + " " + a.shape() + " and " + b.shape();
        var op = new Op.Binary(kind);
        switch (kind) {
          case ADD, SUB, MUL -> cases.add(OpCase.of(name, op, a, b));
          case DIV -> cases.add(OpCase.of(name, op, a, b.in(Domain.POSITIVE)));
          case MAX, MIN, GT, GE, EQ -> {
            cases.add(OpCase.of(name, op, a.in(LEFT), b.in(RIGHT)));
            cases.add(
                OpCase.of(name + " with ties", op, a.in(TIED), b.in(TIED))
                    .slope(OpCase.Slope.KINKED));
          }
        }
      }
    }
    return cases;
  }

  private static List<Shape> pair(Shape a, Shape b) {
    return List.of(a, b);
  }
}
