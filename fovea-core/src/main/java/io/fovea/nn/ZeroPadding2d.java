// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.graph.Op;
import io.fovea.tensor.Shape;

/// A border of zeros around pictures.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, top + H + bottom, left + W + right, C]`
///
/// @param border widths in pixels
public record ZeroPadding2d(Padding.Explicit border) implements Layer {
  @Override
  public Node on(Node x) {
    x.requirePictures("ZeroPadding2d");
    return x.op(
        new Op.Pad(
            Shape.of(0, border.top(), border.left(), 0),
            Shape.of(0, border.bottom(), border.right(), 0),
            0));
  }

  @Override
  public String type() {
    return "ZeroPadding2D";
  }
}
