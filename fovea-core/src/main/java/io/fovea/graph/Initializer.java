// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;

/// First values of a variable.
@FunctionalInterface
public interface Initializer {
  /// Row-major values for a shape, drawn from `rng` where random.
  float[] values(Shape shape, Rng rng);

  /// The same value everywhere.
  static Initializer constant(float value) {
    return (shape, _) -> {
      var values = new float[Math.toIntExact(shape.elements())];
      java.util.Arrays.fill(values, value);
      return values;
    };
  }
}
