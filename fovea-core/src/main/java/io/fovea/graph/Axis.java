// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.error.Args;

/// How a sliding window moves along one spatial axis.
///
/// @param kernel window side, in cells
/// @param stride step of the window, in cells
/// @param dilation distance between neighbouring cells of the window; 1 means none
/// @param before padding in front of the first cell (top, left)
/// @param after padding behind the last cell (bottom, right)
public record Axis(int kernel, int stride, int dilation, int before, int after) {
  /// Checks the numbers.
  public Axis {
    Args.positive("window.kernel", kernel);
    Args.positive("window.stride", stride);
    Args.positive("window.dilation", dilation);
    Args.notNegative("window.before", before);
    Args.notNegative("window.after", after);
  }

  /// A window without padding or dilation.
  public static Axis of(int kernel, int stride) {
    return new Axis(kernel, stride, 1, 0, 0);
  }

  /// A window padded like Keras' `same`: `ceil(size / stride)` positions, an odd surplus of padding
  /// goes behind.
  public static Axis same(int size, int kernel, int stride, int dilation) {
    int reach = (kernel - 1) * dilation + 1;
    int total = Math.max((Math.ceilDiv(size, stride) - 1) * stride + reach - size, 0);
    return new Axis(kernel, stride, dilation, total / 2, total - total / 2);
  }

  /// The same window with other padding.
  public Axis padded(int before, int after) {
    return new Axis(kernel, stride, dilation, before, after);
  }

  /// Cells from the first to the last of a dilated window: `(kernel - 1) * dilation + 1`.
  public int reach() {
    return (kernel - 1) * dilation + 1;
  }

  /// Number of window positions over `size` cells:
  /// `floor((size + before + after - reach) / stride) + 1`, or less than 1 if none fits.
  public int positions(int size) {
    return Math.floorDiv(size + before + after - reach(), stride) + 1;
  }
}
