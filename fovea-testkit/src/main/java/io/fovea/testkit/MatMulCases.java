// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Op;
import java.util.ArrayList;
import java.util.List;

/// Matrix products, either matrix transposed, with and without bias.
final class MatMulCases {
  private static final int[][] SIZES = {
    {1, 1, 1}, {1, 7, 3}, {2, 1, 5}, {3, 16, 8}, {5, 17, 15}, {8, 8, 8}, {2, 33, 10}, {33, 3, 1}
  };

  private MatMulCases() {}

  static List<OpCase> all() {
    var cases = new ArrayList<OpCase>();
    for (int[] size : SIZES) {
      for (boolean ta : new boolean[] {false, true}) {
        for (boolean tb : new boolean[] {false, true}) {
          var a = ta ? Operand.of("a", size[1], size[0]) : Operand.of("a", size[0], size[1]);
          var b = tb ? Operand.of("b", size[2], size[1]) : Operand.of("b", size[1], size[2]);
          var op = new Op.MatMul(ta, tb);
          var name = a.shape() + (ta ? "^T " : " ") + b.shape() + (tb ? "^T" : "");
          cases.add(OpCase.of(name, op, a, b));
          cases.add(OpCase.of(name + " with bias", op, a, b, Operand.of("bias", size[2])));
        }
      }
    }
    return cases;
  }
}
