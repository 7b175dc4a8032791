// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Op;
import io.fovea.tensor.Shape;

/// Enlarges pictures by a whole factor, by repeating pixels or, with `bilinear()`, by interpolating
/// between their centres.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H factor, W factor, C]`
///
/// @param factor at least 1
/// @param linear whether to interpolate
@CheckReturnValue
public record UpSampling2d(int factor, boolean linear) implements Layer {
  /// Checks the factor.
  public UpSampling2d {
    Args.positive("UpSampling2d.factor", factor);
  }

  /// Interpolates between pixel centres.
  public UpSampling2d bilinear() {
    return new UpSampling2d(factor, true);
  }

  @Override
  public Node on(Node x) {
    x.requirePictures("UpSampling2d");
    return x.op(
        new Op.Resample(linear, Shape.of(x.shape().get(1) * factor, x.shape().get(2) * factor)));
  }

  @Override
  public String type() {
    return "UpSampling2D";
  }
}
