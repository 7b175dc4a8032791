// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Op;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Resampling and its gradient: up, down, by whole and by broken factors.
final class ResampleCases {
  private ResampleCases() {}

  static List<OpCase> all() {
    var cases = new ArrayList<OpCase>();
    for (int c : OpCases.CHANNELS) {
      add(cases, Shape.of(2, 3, 4, c), Shape.of(6, 8));
    }
    var x = Shape.of(2, 5, 6, 3);
    for (var to :
        List.of(
            Shape.of(5, 6),
            Shape.of(15, 18),
            Shape.of(7, 9),
            Shape.of(3, 3),
            Shape.of(2, 2),
            Shape.of(1, 1),
            Shape.of(13, 4))) {
      add(cases, x, to);
    }
    add(cases, Shape.of(1, 1, 1, 3), Shape.of(3, 4));
    add(cases, Shape.of(2, 5, 3), Shape.of(8));
    add(cases, Shape.of(1, 2, 3, 2, 3), Shape.of(4, 5, 3));
    return cases;
  }

  private static void add(List<OpCase> cases, Shape x, Shape to) {
    for (boolean linear : new boolean[] {true, false}) {
      var name = x + " -> " + to + (linear ? " linear" : " nearest");
      cases.add(OpCase.of(name, new Op.Resample(linear, to), Operand.of("x", x)));
      var dy = Operand.of("dy", Shape.of(x.get(0)).then(to).then(Shape.of(x.channels())));
      var back = new Op.ResampleBack(linear, x.slice(1, x.rank() - 1));
      cases.add(OpCase.of(name, back, dy));
    }
  }
}
