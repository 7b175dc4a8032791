// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.graph.Op;

/// Convolution (cross-correlation) over sequences, pictures or volumes: [Layers#conv1d],
/// [Layers#conv2d], [Layers#conv3d].
///
/// - input: `[N, L, C]`, `[N, H, W, C]` or `[N, D, H, W, C]`
/// - output: `[N, spatial..., filters]`; along each axis `same()` and `causal()` give
///   `ceil(size / stride)`, otherwise `floor((size + padding - reach) / stride) + 1` with
///   `reach = (kernel - 1) dilation + 1`
/// - parameters: `kernel [kernel..., C / groups, filters]`, `bias [filters]`
///
/// Over pictures:
/// `z[i, j, k] = bias[k] + sum over u, v, c of x[i s + u, j s + v, c] kernel[u, v, c, k]`
///
/// ```java
/// Node y = x.then(conv2d(64, 3).stride(2).same().noBias());
/// Node z = sequence.then(conv1d(32, 5).causal().dilation(2).relu());
/// ```
///
/// @param filters number of output feature maps
/// @param kernel sides of the window, in pixels or cells
/// @param sliding stride, padding and dilation
/// @param groups channel groups convolved apart; divides both `C` and `filters`
/// @param weights first values, bias or not, price
/// @param activation applied to the result
@CheckReturnValue
public record Conv(
    int filters, Size kernel, Sliding sliding, int groups, Weights weights, Activation activation)
    implements Layer, Activated<Conv>, Slides<Conv>, Weighted<Conv> {
  /// Checks the numbers.
  public Conv {
    Args.given(name(kernel) + ".sliding", sliding);
    Args.given(name(kernel) + ".weights", weights);
    Args.given(name(kernel) + ".activation", activation);
    Args.positive(name(kernel) + ".filters", filters);
    Args.positive(name(kernel) + ".groups", groups);
  }

  @Override
  public Conv sliding(Sliding sliding) {
    return new Conv(filters, kernel, sliding, groups, weights, activation);
  }

  /// Channel groups convolved apart.
  public Conv groups(int groups) {
    return new Conv(filters, kernel, sliding, groups, weights, activation);
  }

  @Override
  public Conv weights(Weights weights) {
    return new Conv(filters, kernel, sliding, groups, weights, activation);
  }

  @Override
  public Conv activation(Activation activation) {
    return new Conv(filters, kernel, sliding, groups, weights, activation);
  }

  @Override
  public Node on(Node x) {
    var window = sliding.on(x, name(kernel), kernel);
    requireGroups(x);
    var kernels = weights.kernel(x, "kernel", kernel, x.channels() / groups, filters);
    return activation.on(weights.biased(x, new Op.Conv(window, groups), kernels));
  }

  private void requireGroups(Node x) {
    int channels = x.channels();
    if (channels % groups != 0 || filters % groups != 0) {
      throw new ShapeException(
          x.path(),
          "conv%dd(%d, %s).groups(%d) to have groups that divide input channels and filters"
              .formatted(kernel.rank(), filters, kernel, groups),
          channels + " input channels and " + filters + " filters",
          "use groups(1), or a filter count divisible by " + groups + ".");
    }
  }

  private static String name(Size kernel) {
    return "Conv" + kernel.rank() + "d";
  }

  @Override
  public String type() {
    return "Conv" + kernel.rank() + "D";
  }
}
