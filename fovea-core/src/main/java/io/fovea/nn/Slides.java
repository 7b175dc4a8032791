// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;

/// The withers of every layer that slides a window over sequences, pictures or volumes.
///
/// @param <L> the layer
@CheckReturnValue
public interface Slides<L extends Layer> {
  /// Stride, padding and dilation.
  Sliding sliding();

  /// The layer with other stride, padding and dilation.
  L sliding(Sliding sliding);

  /// Step of the window, in cells.
  ///
  /// @param cells one number for all spatial axes, or one for each: height, then width
  default L stride(int... cells) {
    return sliding(sliding().stride(sliding().size("stride", cells)));
  }

  /// Distance between neighbouring cells of the window; 1 means none.
  ///
  /// @param cells one number for all spatial axes, or one for each: height, then width
  default L dilation(int... cells) {
    return sliding(sliding().dilation(sliding().size("dilation", cells)));
  }

  /// Pads to `ceil(size / stride)` outputs, an odd surplus at the end: the bottom and right.
  default L same() {
    return padding(Padding.SAME);
  }

  /// Pads to `ceil(size / stride)` outputs in front only: no output sees what comes later.
  default L causal() {
    return padding(Padding.CAUSAL);
  }

  /// The same border at both ends of each axis, in cells.
  default L pad(int cells) {
    return padding(Padding.symmetric(sliding().rank(), cells));
  }

  /// Any border rule.
  default L padding(Padding padding) {
    return sliding(sliding().padding(padding));
  }
}
