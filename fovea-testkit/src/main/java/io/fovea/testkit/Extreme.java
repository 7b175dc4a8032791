// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.tensor.Tensor;

/// A number at the edge of float32 that a check puts among ordinary ones.
public enum Extreme {
  /// Not a number.
  NAN(Float.NaN),
  /// What is too large.
  INFINITY(Float.POSITIVE_INFINITY),
  /// What is too small.
  MINUS_INFINITY(Float.NEGATIVE_INFINITY),
  /// Below the smallest normal number.
  DENORMAL(1e-40f),
  /// The same with a sign.
  MINUS_DENORMAL(-1e-40f);

  private final float value;

  Extreme(float value) {
    this.value = value;
  }

  /// The number.
  public float value() {
    return value;
  }

  /// A tensor with this number in place of one element.
  ///
  /// @param share which element: 0 the first, just below 1 the last
  Tensor in(Tensor tensor, double share) {
    float[] values = tensor.toArray();
    values[(int) (share * values.length)] = value;
    return Tensor.of(tensor.shape(), values);
  }
}
