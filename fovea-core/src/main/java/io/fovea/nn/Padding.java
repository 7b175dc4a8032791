package io.fovea.nn;

import io.fovea.error.Args;

/// The border rule of a sliding window.
public sealed interface Padding {
  /// As many zeros as it takes for `ceil(size / stride)` outputs; an odd surplus goes to the bottom
  /// and right (Keras' `same`).
  Padding SAME = new Same();

  /// No border.
  Padding VALID = new Explicit(0, 0, 0, 0);

  /// The same border on all four sides, in pixels (PyTorch's `padding=p`).
  static Padding symmetric(int pixels) {
    return new Explicit(pixels, pixels, pixels, pixels);
  }

  /// See [#SAME].
  record Same() implements Padding {}

  /// A border of given widths, in pixels.
  record Explicit(int top, int bottom, int left, int right) implements Padding {
    /// Checks the widths.
    public Explicit {
      Args.notNegative("padding.top", top);
      Args.notNegative("padding.bottom", bottom);
      Args.notNegative("padding.left", left);
      Args.notNegative("padding.right", right);
    }
  }
}
