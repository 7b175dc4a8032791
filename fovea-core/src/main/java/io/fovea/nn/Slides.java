package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;

/// The withers of every layer that slides a window over pictures.
///
/// @param <L> the layer
@CheckReturnValue
public interface Slides<L extends Layer> {
  /// Stride, padding and dilation.
  Sliding sliding();

  /// The layer with other stride, padding and dilation.
  L sliding(Sliding sliding);

  /// Step of the window, in pixels.
  default L stride(int pixels) {
    return sliding(sliding().stride(Size.square(pixels)));
  }

  /// Step of the window down and to the right, in pixels.
  default L stride(int height, int width) {
    return sliding(sliding().stride(new Size(height, width)));
  }

  /// Pads to `ceil(size / stride)` outputs, an odd surplus at the bottom and right.
  default L same() {
    return sliding(sliding().padding(Padding.SAME));
  }

  /// The same border on all four sides, in pixels.
  default L pad(int pixels) {
    return sliding(sliding().padding(Padding.symmetric(pixels)));
  }

  /// Any border rule.
  default L padding(Padding padding) {
    return sliding(sliding().padding(padding));
  }
}
