// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import java.util.Arrays;
import java.util.List;

/// Matrix products.
final class Products {
  private Products() {}

  /// `y[m, n] = bias[n] + sum over k of a[m, k] b[k, n]`, either matrix read transposed.
  static void matMul(boolean transposeA, boolean transposeB, List<Block> in, Block out) {
    double[] a = in.get(0).values();
    double[] b = in.get(1).values();
    double[] y = out.values();
    int rows = out.shape().get(0);
    int columns = out.shape().get(1);
    int inner = in.get(0).shape().get(transposeA ? 0 : 1);
    if (in.size() > 2) {
      double[] bias = in.get(2).values();
      Arrays.setAll(y, i -> bias[i % columns]);
    } else {
      Arrays.fill(y, 0);
    }
    for (int m = 0; m < rows; m++) {
      for (int k = 0; k < inner; k++) {
        double value = transposeA ? a[k * rows + m] : a[m * inner + k];
        for (int n = 0; n < columns; n++) {
          y[m * columns + n] += value * (transposeB ? b[n * inner + k] : b[k * columns + n]);
        }
      }
    }
  }
}
