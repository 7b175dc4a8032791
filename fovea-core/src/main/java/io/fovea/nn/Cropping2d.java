// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.ShapeException;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;

/// Takes a border away from pictures.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H - top - bottom, W - left - right, C]`
///
/// @param border widths in pixels
public record Cropping2d(Padding.Explicit border) implements Layer {
  @Override
  public Node on(Node x) {
    x.requirePictures("Cropping2d");
    int height = x.shape().get(1) - border.top() - border.bottom();
    int width = x.shape().get(2) - border.left() - border.right();
    if (height < 1 || width < 1) {
      throw new ShapeException(
          x.path(),
          "Cropping2d to leave at least 1 pixel per axis",
          "shape " + x.shape() + ", which leaves " + height + " x " + width,
          "crop less, or give it larger pictures.");
    }
    return x.op(
        new Op.Slice(
            Shape.of(0, border.top(), border.left(), 0),
            Shape.of(Shape.OPEN, height, width, x.channels())));
  }

  @Override
  public String type() {
    return "Cropping2D";
  }
}
