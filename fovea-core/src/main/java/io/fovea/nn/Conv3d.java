package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;
import java.util.List;

/// 3-D convolution (cross-correlation) over volumes, or over pictures in time.
///
/// - input: `[N, D, H, W, C]`
/// - output: `[N, D', H', W', filters]`; along each axis `same()` gives `ceil(size / stride)`,
///   otherwise `floor((size - reach) / stride) + 1` with `reach = (kernel - 1) dilation + 1`
/// - parameters: `kernel [depth, height, width, C / groups, filters]`, `bias [filters]`
///
/// ```java
/// Node y = x.then(conv3d(16, 3).same().relu()).then(conv3d(32, 3).stride(2).relu());
/// ```
///
/// @param filters number of output channels
/// @param kernel size of the window, in cells
/// @param stride step of the window, in cells
/// @param border border rule along every axis
/// @param dilation distance between neighbouring cells of the window; 1 means none
/// @param groups channel groups convolved apart; divides both `C` and `filters`
/// @param weights first values, bias or not, price
/// @param activation applied to the result
@CheckReturnValue
public record Conv3d(
    int filters,
    Box kernel,
    Box stride,
    Border border,
    Box dilation,
    int groups,
    Weights weights,
    Activation activation)
    implements Layer, Activated<Conv3d>, Weighted<Conv3d> {
  /// Checks the numbers.
  public Conv3d {
    Args.positive("Conv3d.filters", filters);
    Args.positive("Conv3d.groups", groups);
  }

  /// Step of the window along every axis, in cells.
  public Conv3d stride(int cells) {
    return stride(Box.cube(cells));
  }

  /// Step of the window along each axis, in cells.
  public Conv3d stride(Box stride) {
    return new Conv3d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  /// Pads to `ceil(size / stride)` outputs along each axis, an odd surplus behind.
  public Conv3d same() {
    return border(Border.SAME);
  }

  /// Any border rule.
  public Conv3d border(Border border) {
    return new Conv3d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  /// Distance between neighbouring cells of the window; 1 means none.
  public Conv3d dilation(int cells) {
    return dilation(Box.cube(cells));
  }

  /// Distance between neighbouring cells of the window along each axis.
  public Conv3d dilation(Box dilation) {
    return new Conv3d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  /// Channel groups convolved apart.
  public Conv3d groups(int groups) {
    return new Conv3d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  @Override
  public Conv3d weights(Weights weights) {
    return new Conv3d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  @Override
  public Conv3d activation(Activation activation) {
    return new Conv3d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  @Override
  public Node on(Node x) {
    x.requireRank(5, "Conv3d", "[N, D, H, W, C]", "give it volumes, or use conv2d for pictures.");
    Convolving.requireGroups(x, "conv3d(" + filters + ", " + kernel + ")", filters, groups);
    return Convolving.on(x, over(x.shape()), filters, groups, weights, activation);
  }

  private Window over(Shape x) {
    return new Window(
        List.of(
            border.over(x.get(1), kernel.depth(), stride.depth(), dilation.depth()),
            border.over(x.get(2), kernel.height(), stride.height(), dilation.height()),
            border.over(x.get(3), kernel.width(), stride.width(), dilation.width())));
  }

  @Override
  public String type() {
    return "Conv3D";
  }
}
