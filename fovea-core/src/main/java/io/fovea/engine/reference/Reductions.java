// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.graph.Op.Reduce;
import java.util.Arrays;

/// Sum, mean and maximum along axes: every axis where `y` has size 1.
final class Reductions {
  private Reductions() {}

  static void reduce(Reduce.Kind kind, Block x, Block y) {
    int[] at = Offsets.stretched(y.shape(), x.shape());
    double count = (double) x.elements() / y.elements();
    double[] result = y.values();
    Arrays.fill(result, kind == Reduce.Kind.MAX ? Double.NEGATIVE_INFINITY : 0);
    for (int i = 0; i < at.length; i++) {
      double value = x.values()[i];
      result[at[i]] =
          switch (kind) {
            case SUM -> result[at[i]] + value;
            case MEAN -> result[at[i]] + value / count;
            case MAX -> Math.max(result[at[i]], value);
          };
    }
  }
}
