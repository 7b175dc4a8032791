// SPDX-License-Identifier: Apache-2.0
package io.fovea.engine.reference;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Op.Binary;

/// One element at a time; results may replace the first operand.
final class Elementwise {
  private Elementwise() {}

  /// `y = f(x)`.
  static void map(Eltwise function, Block x, Block y) {
    for (int i = 0; i < x.elements(); i++) {
      y.values()[i] = Functions.value(function, x.values()[i]);
    }
  }

  /// `dx = dy f'`, the slope taken at `ref`.
  static void mapBack(Eltwise function, Block dy, Block ref, Block dx) {
    for (int i = 0; i < dx.elements(); i++) {
      dx.values()[i] = dy.values()[i] * Functions.slope(function, ref.values()[i]);
    }
  }

  /// `y = a kind b`, axes of size 1 stretched.
  static void binary(Binary.Kind kind, Block a, Block b, Block y) {
    int[] aAt = Offsets.stretched(a.shape(), y.shape());
    int[] bAt = Offsets.stretched(b.shape(), y.shape());
    for (int i = 0; i < y.elements(); i++) {
      y.values()[i] = binary(kind, a.values()[aAt[i]], b.values()[bAt[i]]);
    }
  }

  private static double binary(Binary.Kind kind, double a, double b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case GT -> a > b ? 1 : 0;
      case GE -> a >= b ? 1 : 0;
      case EQ -> a == b ? 1 : 0;
    };
  }
}
