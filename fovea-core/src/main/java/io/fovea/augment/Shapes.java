// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Shape;

/// Shapes that changes ask for.
final class Shapes {
  private Shapes() {}

  static Shape square(String where, Shape input) {
    Shape picture = Spatial.picture(where, input);
    if (picture.get(0) != picture.get(1)) {
      throw new ShapeException(
          where,
          "square pictures",
          "examples of shape " + input,
          "crop or resize them to a square first.");
    }
    return picture;
  }

  static void checkSize(String where, int height, int width) {
    Args.positive(where + ".height", height);
    Args.positive(where + ".width", width);
  }

  static Shape fitting(String where, Shape input, int height, int width) {
    Spatial.picture(where, input);
    if (input.get(0) < height || input.get(1) < width) {
      throw new ShapeException(
          where,
          "pictures of at least [" + height + ", " + width + ", C]",
          "examples of shape " + input,
          "resize or pad them first, or keep less.");
    }
    return Shape.of(height, width, input.get(2));
  }
}
