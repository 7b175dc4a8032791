package io.fovea.nn;

import io.fovea.graph.Axis;

/// The border rule of windows that slide over sequences and volumes; for pictures see [Padding].
public enum Border {
  /// No border.
  VALID,
  /// As many zeros as it takes for `ceil(size / stride)` outputs; an odd surplus goes behind.
  SAME,
  /// Zeros in front only, so that no output sees what comes later.
  CAUSAL;

  /// How a window moves along an axis of this size.
  Axis over(int size, int kernel, int stride, int dilation) {
    return switch (this) {
      case VALID -> new Axis(kernel, stride, dilation, 0, 0);
      case SAME -> Axis.same(size, kernel, stride, dilation);
      case CAUSAL -> new Axis(kernel, stride, dilation, (kernel - 1) * dilation, 0);
    };
  }
}
