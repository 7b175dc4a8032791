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
  static TransposedAxis of(
      int size, int kernel, int stride, boolean same, OptionalInt outputPadding) {
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
    return new TransposedAxis(new Axis(kernel, stride, 1, before, Math.max(after, 0)), cells);
  }
}
