package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Window;
import java.util.List;

/// 1-D convolution (cross-correlation) over sequences.
///
/// - input: `[N, L, C]`
/// - output: `[N, L', filters]`; `same()` and `causal()` give `L' = ceil(L / stride)`, otherwise
///   `L' = floor((L - reach) / stride) + 1` with `reach = (kernel - 1) dilation + 1`
/// - parameters: `kernel [kernel, C / groups, filters]`, `bias [filters]`
///
/// ```java
/// Node y = x.then(conv1d(32, 5).causal().dilation(2).relu());
/// ```
///
/// @param filters number of output channels
/// @param kernel length of the window
/// @param stride step of the window
/// @param border border rule
/// @param dilation distance between neighbouring cells of the window; 1 means none
/// @param groups channel groups convolved apart; divides both `C` and `filters`
/// @param weights first values, bias or not, price
/// @param activation applied to the result
@CheckReturnValue
public record Conv1d(
    int filters,
    int kernel,
    int stride,
    Border border,
    int dilation,
    int groups,
    Weights weights,
    Activation activation)
    implements Layer, Activated<Conv1d>, Weighted<Conv1d> {
  /// Checks the numbers.
  public Conv1d {
    Args.positive("Conv1d.filters", filters);
    Args.positive("Conv1d.kernel", kernel);
    Args.positive("Conv1d.stride", stride);
    Args.positive("Conv1d.dilation", dilation);
    Args.positive("Conv1d.groups", groups);
  }

  /// Step of the window.
  public Conv1d stride(int stride) {
    return new Conv1d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  /// Pads to `ceil(L / stride)` outputs, an odd surplus at the end.
  public Conv1d same() {
    return border(Border.SAME);
  }

  /// Pads in front only: an output sees nothing that comes later.
  public Conv1d causal() {
    return border(Border.CAUSAL);
  }

  /// Any border rule.
  public Conv1d border(Border border) {
    return new Conv1d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  /// Distance between neighbouring cells of the window; 1 means none.
  public Conv1d dilation(int dilation) {
    return new Conv1d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  /// Channel groups convolved apart.
  public Conv1d groups(int groups) {
    return new Conv1d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  @Override
  public Conv1d weights(Weights weights) {
    return new Conv1d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  @Override
  public Conv1d activation(Activation activation) {
    return new Conv1d(filters, kernel, stride, border, dilation, groups, weights, activation);
  }

  @Override
  public Node on(Node x) {
    x.requireRank(3, "Conv1d", "[N, L, C]", "give it sequences, or use conv2d for pictures.");
    Convolving.requireGroups(x, "conv1d(" + filters + ", " + kernel + ")", filters, groups);
    var axis = border.over(x.shape().get(1), kernel, stride, dilation);
    return Convolving.on(x, new Window(List.of(axis)), filters, groups, weights, activation);
  }

  @Override
  public String type() {
    return "Conv1D";
  }
}
