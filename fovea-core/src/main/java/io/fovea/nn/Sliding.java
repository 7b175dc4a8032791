package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.graph.Axis;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;

/// How a window slides over pictures.
///
/// @param stride step, in pixels
/// @param padding border rule
/// @param dilation distance between neighbouring cells of the window; 1 means none
@CheckReturnValue
public record Sliding(Size stride, Padding padding, Size dilation) {
  /// Step by step over what is there.
  public static final Sliding DEFAULT = new Sliding(Size.square(1), Padding.VALID, Size.square(1));

  /// Another stride.
  public Sliding stride(Size stride) {
    return new Sliding(stride, padding, dilation);
  }

  /// Another border rule.
  public Sliding padding(Padding padding) {
    return new Sliding(stride, padding, dilation);
  }

  /// Another dilation.
  public Sliding dilation(Size dilation) {
    return new Sliding(stride, padding, dilation);
  }

  /// The window of a kernel of this size over pictures `[N, H, W, C]`.
  Window over(Shape pictures, Size kernel) {
    return switch (padding) {
      case Padding.Same _ ->
          Window.of(
              Axis.same(pictures.get(1), kernel.height(), stride.height(), dilation.height()),
              Axis.same(pictures.get(2), kernel.width(), stride.width(), dilation.width()));
      case Padding.Explicit(int top, int bottom, int left, int right) ->
          Window.of(
              new Axis(kernel.height(), stride.height(), dilation.height(), top, bottom),
              new Axis(kernel.width(), stride.width(), dilation.width(), left, right));
    };
  }
}
