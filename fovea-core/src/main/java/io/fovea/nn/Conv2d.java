package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;

/// 2-D convolution (cross-correlation) over pictures.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H', W', filters]`; `same()` gives `H' = ceil(H / stride)`, otherwise
///   `H' = floor((H + padding - reach) / stride) + 1` with `reach = (kernel - 1) dilation + 1`
/// - parameters: `kernel [kernel, kernel, C / groups, filters]`, `bias [filters]`
///
/// `z[i, j, k] = bias[k] + sum over u, v, c of x[i s + u, j s + v, c] kernel[u, v, c, k]`
///
/// ```java
/// Node y = x.then(conv2d(64, 3).stride(2).same().noBias());
/// ```
///
/// @param filters number of output feature maps
/// @param kernel size of the window, in pixels
/// @param sliding stride, padding and dilation
/// @param groups channel groups convolved apart; divides both `C` and `filters`
/// @param weights first values, bias or not, price
/// @param activation applied to the result
@CheckReturnValue
public record Conv2d(
    int filters, Size kernel, Sliding sliding, int groups, Weights weights, Activation activation)
    implements Layer, Activated<Conv2d>, Slides<Conv2d>, Weighted<Conv2d> {
  /// Checks the numbers.
  public Conv2d {
    Args.positive("Conv2d.filters", filters);
    Args.positive("Conv2d.groups", groups);
  }

  @Override
  public Conv2d sliding(Sliding sliding) {
    return new Conv2d(filters, kernel, sliding, groups, weights, activation);
  }

  /// Channel groups convolved apart.
  public Conv2d groups(int groups) {
    return new Conv2d(filters, kernel, sliding, groups, weights, activation);
  }

  /// Distance between neighbouring cells of the window, in pixels; 1 means none.
  public Conv2d dilation(int pixels) {
    return sliding(sliding.dilation(Size.square(pixels)));
  }

  @Override
  public Conv2d weights(Weights weights) {
    return new Conv2d(filters, kernel, sliding, groups, weights, activation);
  }

  @Override
  public Conv2d activation(Activation activation) {
    return new Conv2d(filters, kernel, sliding, groups, weights, activation);
  }

  @Override
  public Node on(Node x) {
    x.requirePictures("Conv2d");
    Convolving.requireGroups(x, "conv2d(" + filters + ", " + kernel + ")", filters, groups);
    return Convolving.on(x, sliding.over(x.shape(), kernel), filters, groups, weights, activation);
  }

  @Override
  public String type() {
    return "Conv2D";
  }
}
