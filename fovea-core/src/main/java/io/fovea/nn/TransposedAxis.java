// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.graph.Axis;
import java.util.OptionalInt;

/// One axis of a transposed convolution.
///
/// @param axis of the forward convolution whose gradient it is
/// @param cells size of the output along the axis
record TransposedAxis(Axis axis, int cells) {
  /// Keras' rules, see [Conv2dTranspose].
  ///
  /// @param size of the input along the axis
  /// @param window kernel, stride and dilation
  static TransposedAxis of(int size, Axis window, boolean same, OptionalInt outputPadding) {
    int kernel = window.reach(); // a dilated window behaves like one of its whole width
    int stride = window.stride();
    int left;
    int cells;
    if (same) {
      int total =
          outputPadding.isPresent()
              ? kernel + kernel % 2 - 2 + outputPadding.getAsInt()
              : stride + kernel - 2;
      left = Math.min(Math.ceilDiv(total, 2), kernel - 1);
      cells =
          outputPadding.isPresent()
              ? (size - 1) * stride + kernel % 2 + outputPadding.getAsInt()
              : size * stride;
    } else {
      left = kernel - 1;
      cells =
          (size - 1) * stride + kernel + outputPadding.orElse(Math.max(kernel, stride) - kernel);
    }
    int before = kernel - 1 - left;
    // the forward window must land on exactly `size` positions
    int after = (size - 1) * stride + kernel - cells - before;
    var axis = new Axis(window.kernel(), stride, window.dilation(), before, Math.max(after, 0));
    return new TransposedAxis(axis, cells);
  }
}
