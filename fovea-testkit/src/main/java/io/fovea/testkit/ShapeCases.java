// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Op;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Reductions, and ops that only move elements.
final class ShapeCases {
  private ShapeCases() {}

  static List<OpCase> all() {
    var cases = new ArrayList<OpCase>();
    reductions(cases);
    broadcasts(cases);
    reshapes(cases);
    transposes(cases);
    concats(cases);
    slices(cases);
    pads(cases);
    labels(cases);
    return cases;
  }

  private static void reductions(List<OpCase> cases) {
    var distinct = new Domain.Distinct(-2, 2);
    var tied = new Domain.Steps(-1, 1, 1);
    for (var kind : Op.Reduce.Kind.values()) {
      for (int c : OpCases.CHANNELS) {
        reduction(cases, kind, Shape.of(2, 5, 3, c), List.of(1, 2), distinct);
      }
      reduction(cases, kind, Shape.of(7), List.of(0), distinct);
      reduction(cases, kind, Shape.of(3, 10), List.of(1), distinct);
      reduction(cases, kind, Shape.of(3, 10), List.of(0), distinct);
      reduction(cases, kind, Shape.of(3, 10), List.of(0, 1), distinct);
      reduction(cases, kind, Shape.of(2, 3, 4, 5), List.of(0, 1, 2), distinct);
      reduction(cases, kind, Shape.of(2, 3, 4, 5), List.of(0, 3), distinct);
      reduction(cases, kind, Shape.of(2, 3, 4, 5), List.of(3), distinct);
      reduction(cases, kind, Shape.of(2, 3, 1, 5), List.of(2), distinct);
      reduction(cases, kind, Shape.of(2, 2, 3, 2, 3), List.of(1, 2, 3), distinct);
      reduction(cases, kind, Shape.of(4, 7), List.of(1), tied);
    }
  }

  private static void reduction(
      List<OpCase> cases, Op.Reduce.Kind kind, Shape x, List<Integer> axes, Domain domain) {
    boolean ties = domain instanceof Domain.Steps;
    var name = kind + " " + x + " along " + axes + (ties ? " with ties" : "");
    var c = OpCase.of(name, new Op.Reduce(kind, axes), Operand.of("x", x).in(domain));
    cases.add(ties ? c.slope(OpCase.Slope.KINKED) : c);
  }

  private static void broadcasts(List<OpCase> cases) {
    broadcast(cases, Shape.scalar(), Shape.of(2, 3));
    broadcast(cases, Shape.of(1), Shape.of(7));
    broadcast(cases, Shape.of(2, 1), Shape.of(2, 17));
    broadcast(cases, Shape.of(3), Shape.of(2, 4, 3));
    broadcast(cases, Shape.of(2, 1, 1, 8), Shape.of(Shape.OPEN, 3, 5, 8));
    broadcast(cases, Shape.of(1, 3, 1, 1), Shape.of(2, 3, 4, 5));
  }

  private static void broadcast(List<OpCase> cases, Shape x, Shape to) {
    cases.add(OpCase.of(x + " -> " + to, new Op.Broadcast(to), Operand.of("x", x)));
  }

  private static void reshapes(List<OpCase> cases) {
    reshape(cases, Shape.of(1), Shape.scalar());
    reshape(cases, Shape.of(2, 3, 5, 7), Shape.of(2, 105));
    reshape(cases, Shape.of(2, 3, 5, 7), Shape.of(Shape.OPEN, 7, 15));
    reshape(cases, Shape.of(4, 9), Shape.of(4, 3, 3, 1));
  }

  private static void reshape(List<OpCase> cases, Shape x, Shape to) {
    cases.add(OpCase.of(x + " -> " + to, new Op.Reshape(to), Operand.of("x", x)));
  }

  private static void transposes(List<OpCase> cases) {
    transpose(cases, Shape.of(3, 17), 1, 0);
    transpose(cases, Shape.of(2, 3, 5), 0, 2, 1);
    transpose(cases, Shape.of(2, 3, 5), 2, 0, 1);
    transpose(cases, Shape.of(2, 3, 5, 7), 0, 3, 1, 2);
    transpose(cases, Shape.of(2, 3, 5, 7), 0, 2, 3, 1);
    transpose(cases, Shape.of(2, 3, 5, 7), 3, 2, 1, 0);
    transpose(cases, Shape.of(2, 3, 2, 2, 3), 0, 1, 3, 2, 4);
  }

  private static void transpose(List<OpCase> cases, Shape x, Integer... order) {
    var op = new Op.Transpose(List.of(order));
    cases.add(OpCase.of(x + " " + op.order(), op, Operand.of("x", x)));
  }

  private static void concats(List<OpCase> cases) {
    concat(cases, 0, Shape.of(3), Shape.of(5));
    concat(cases, 1, Shape.of(2, 3), Shape.of(2, 5));
    concat(cases, 3, Shape.of(2, 3, 5, 7));
    concat(cases, 3, Shape.of(2, 3, 5, 1), Shape.of(2, 3, 5, 17));
    concat(cases, 3, Shape.of(1, 2, 3, 8), Shape.of(1, 2, 3, 16), Shape.of(1, 2, 3, 3));
    var four = Shape.of(2, 2, 3, 5);
    concat(cases, 3, four, four.with(3, 15), four.with(3, 33), four.with(3, 7));
    concat(cases, 1, four, four.with(1, 1));
    concat(cases, 2, four, four.with(2, 4));
    concat(cases, 0, four, four.batch(1));
  }

  private static void concat(List<OpCase> cases, int axis, Shape... parts) {
    var operands =
        IntStream.range(0, parts.length)
            .mapToObj(i -> Operand.of("x" + i, parts[i]))
            .toArray(Operand[]::new);
    cases.add(OpCase.of(List.of(parts) + " along " + axis, new Op.Concat(axis), operands));
  }

  private static void slices(List<OpCase> cases) {
    slice(cases, Shape.of(7), Shape.of(2), Shape.of(4));
    slice(cases, Shape.of(3, 17), Shape.of(0, 5), Shape.of(Shape.OPEN, 7));
    slice(cases, Shape.of(2, 5, 6, 3), Shape.of(0, 1, 2, 0), Shape.of(2, 3, 4, 3));
    slice(cases, Shape.of(2, 5, 6, 16), Shape.of(0, 0, 0, 3), Shape.of(2, 5, 6, 8));
    slice(cases, Shape.of(3, 2, 2, 5), Shape.of(1, 0, 0, 4), Shape.of(1, 2, 2, 1));
  }

  private static void slice(List<OpCase> cases, Shape x, Shape begin, Shape size) {
    var op = new Op.Slice(begin, size);
    cases.add(OpCase.of(x + " from " + begin + " size " + size, op, Operand.of("x", x)));
  }

  private static void pads(List<OpCase> cases) {
    pad(cases, Shape.of(5), Shape.of(2), Shape.of(1), 0);
    pad(cases, Shape.of(2, 3, 5, 7), Shape.of(0, 1, 0, 0), Shape.of(0, 2, 3, 0), 0);
    pad(cases, Shape.of(2, 3, 5, 8), Shape.of(0, 3, 3, 0), Shape.of(0, 3, 3, 0), -1.5);
    pad(cases, Shape.of(2, 2, 2, 3), Shape.of(1, 0, 0, 5), Shape.of(0, 0, 0, 5), 1);
  }

  private static void pad(List<OpCase> cases, Shape x, Shape before, Shape after, double value) {
    var op = new Op.Pad(before, after, value);
    var name = x + " by " + before + " and " + after + " with " + value;
    cases.add(OpCase.of(name, op, Operand.of("x", x)));
  }

  private static void labels(List<OpCase> cases) {
    for (int classes : new int[] {1, 3, 10}) {
      var label = Operand.of("label", 9).in(new Domain.Steps(-1, classes, 1)).unchecked();
      cases.add(OpCase.of(classes + " classes", new Op.OneHot(classes), label));
    }
  }
}
