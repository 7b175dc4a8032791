// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import java.util.Arrays;

/// Small pictures, and what becomes of them.
final class Changed {
  private Changed() {}

  /// Any numbers 0..1, always the same.
  static Pixels picture(Shape shape) {
    Pixels pixels = Pixels.allocate(shape);
    for (int i = 0; i < pixels.elements(); i++) {
      pixels.values()[i] = (float) Rng.of(5).uniform(i);
    }
    return pixels;
  }

  static Pixels of(int height, int width, int channels, double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Pixels.of(Shape.of(height, width, channels), floats, 0);
  }

  /// All values of the changed picture; NaN where none was written.
  static float[] apply(Augmentation change, Pixels source, long key) {
    Pixels target = Pixels.allocate(change.outputShape(source.shape()));
    Arrays.fill(target.values(), Float.NaN);
    change.apply(source, target, Rng.of(key));
    return target.values();
  }
}
