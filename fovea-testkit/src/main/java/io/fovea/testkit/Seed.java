// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.Arrays;

/// The seed of all checks: `-Dfovea.seed=`, else 1.
final class Seed {
  private static final long SEED = Long.getLong("fovea.seed", 1);

  private Seed() {}

  static Rng rng() {
    return Rng.of(SEED);
  }

  /// How to see the same numbers again, as the end of a message.
  static String repeat() {
    return "Repeat with -Dfovea.seed=" + SEED + ".";
  }

  /// The index per axis of a row-major position, e.g. `[0, 2, 1, 5]`.
  static String index(Shape shape, int position) {
    var index = new int[shape.rank()];
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = position % shape.get(axis);
      position /= shape.get(axis);
    }
    return Arrays.toString(index);
  }
}
