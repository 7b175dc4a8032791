// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;

/// Brings pictures to a size, by interpolating between pixel centres or, with `nearest()`, by taking
/// the nearest pixel.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, size.height, size.width, C]`
///
/// @param size in pixels
/// @param linear whether to interpolate
@CheckReturnValue
public record Resizing(Size size, boolean linear) implements Layer {
  /// Takes the nearest pixel.
  public Resizing nearest() {
    return new Resizing(size, false);
  }

  @Override
  public Node on(Node x) {
    x.requirePictures("Resizing");
    return x.op(new Op.Resample(linear, Shape.of(size.height(), size.width())));
  }
}
