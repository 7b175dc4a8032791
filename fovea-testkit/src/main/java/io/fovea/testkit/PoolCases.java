// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Pooling and its gradients.
final class PoolCases {
  private static final Domain DISTINCT = new Domain.Distinct(-2, 2);
  private static final Domain TIED = new Domain.Steps(-1, 1, 1);

  private PoolCases() {}

  private record Geometry(String name, Shape x, Window window) {
    Shape y() {
      return Shape.of(x.get(0)).then(window.positions(x)).then(Shape.of(x.channels()));
    }

    Shape spatial() {
      return x.slice(1, x.rank() - 1);
    }

    @Override
    public String toString() {
      return x + " " + name;
    }
  }

  static List<OpCase> all() {
    var cases = new ArrayList<OpCase>();
    for (var it : geometries()) {
      var x = Operand.of("x", it.x());
      var dy = Operand.of("dy", it.y());
      var max = new Op.MaxPool(it.window());
      var maxBack = new Op.MaxPoolBack(it.window(), it.spatial());
      var avgBack = new Op.AvgPoolBack(it.window(), it.spatial());
      cases.add(first(OpCase.of(it.toString(), max, x.in(DISTINCT))));
      cases.add(first(OpCase.of(it + " with ties", max, x.in(TIED))).slope(OpCase.Slope.KINKED));
      cases.add(
          OpCase.of(it.toString(), maxBack, x.in(TIED), dy)
              .body((g, in) -> g.addAll(maxBack, in.get(1), g.addAll(max, in.get(0)).get(1)))
              .slope(OpCase.Slope.NONE));
      cases.add(OpCase.of(it.toString(), new Op.AvgPool(it.window()), x));
      cases.add(OpCase.of(it.toString(), avgBack, dy));
    }
    return cases;
  }

  /// The values only: how an engine writes down places inside windows is its own affair.
  private static OpCase first(OpCase c) {
    return c.body((g, in) -> c.body().build(g, in).subList(0, 1));
  }

  private static List<Geometry> geometries() {
    var list = new ArrayList<Geometry>();
    for (int c : OpCases.CHANNELS) {
      list.add(new Geometry("2x2 stride 2", Shape.of(2, 4, 6, c), ConvCases.valid(2, 2, 2)));
    }
    for (int batch = 1; batch <= 3; batch++) {
      var x = Shape.of(batch, 7, 9, 3);
      list.add(new Geometry("3x3 stride 2", x, ConvCases.valid(3, 3, 2)));
    }
    var x = Shape.of(2, 7, 6, 5);
    list.add(new Geometry("3x3 stride 1", x, ConvCases.valid(3, 3, 1)));
    list.add(new Geometry("3x3 same", x, ConvCases.same(x, 3, 3, 1, 1)));
    list.add(new Geometry("3x3 same stride 2", x, ConvCases.same(x, 3, 3, 2, 1)));
    list.add(new Geometry("2x2 same stride 2", x, ConvCases.same(x, 2, 2, 2, 1)));
    list.add(new Geometry("2x2 same", x, ConvCases.same(x, 2, 2, 1, 1)));
    list.add(new Geometry("2x2 stride 3", x, ConvCases.valid(2, 2, 3)));
    list.add(new Geometry("window = image", x, ConvCases.valid(7, 6, 1)));
    list.add(new Geometry("1x1 stride 2", x, ConvCases.valid(1, 1, 2)));
    list.add(new Geometry("3x2", x, ConvCases.valid(3, 2, 1)));
    var uneven = Window.of(new Axis(3, 2, 1, 0, 1), new Axis(3, 1, 1, 2, 0));
    list.add(new Geometry("padding 0, 1 and 2, 0", x, uneven));
    var line = new Window(List.of(Axis.same(9, 3, 2, 1)));
    list.add(new Geometry("3 same stride 2", Shape.of(2, 9, 3), line));
    var box = new Window(List.of(Axis.of(2, 2), Axis.of(2, 1), Axis.same(3, 2, 2, 1)));
    list.add(new Geometry("2x2x2", Shape.of(1, 4, 3, 3, 2), box));
    return list;
  }
}
