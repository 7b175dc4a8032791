// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Op;

/// One spatial filter (or `multiplier` of them) per input channel.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H', W', C multiplier]`, sizes as in [Conv]; channel `c multiplier + m` comes from
///   filter `m` of channel `c`
/// - parameters: `kernel [kernel, kernel, C, multiplier]`, `bias [C multiplier]`
///
/// @param kernel size of the window, in pixels
/// @param sliding stride, padding and dilation
/// @param multiplier filters per channel
/// @param weights first values, bias or not, price
/// @param activation applied to the result
@CheckReturnValue
public record DepthwiseConv2d(
    Size kernel, Sliding sliding, int multiplier, Weights weights, Activation activation)
    implements Layer,
        Activated<DepthwiseConv2d>,
        Slides<DepthwiseConv2d>,
        Weighted<DepthwiseConv2d> {
  /// Checks the numbers.
  public DepthwiseConv2d {
    Args.given("DepthwiseConv2d.sliding", sliding);
    Args.given("DepthwiseConv2d.weights", weights);
    Args.given("DepthwiseConv2d.activation", activation);
    Args.positive("DepthwiseConv2d.multiplier", multiplier);
  }

  @Override
  public DepthwiseConv2d sliding(Sliding sliding) {
    return new DepthwiseConv2d(kernel, sliding, multiplier, weights, activation);
  }

  /// Filters per channel.
  public DepthwiseConv2d multiplier(int multiplier) {
    return new DepthwiseConv2d(kernel, sliding, multiplier, weights, activation);
  }

  @Override
  public DepthwiseConv2d weights(Weights weights) {
    return new DepthwiseConv2d(kernel, sliding, multiplier, weights, activation);
  }

  @Override
  public DepthwiseConv2d activation(Activation activation) {
    return new DepthwiseConv2d(kernel, sliding, multiplier, weights, activation);
  }

  @Override
  public Node on(Node x) {
    return activation.on(weights.biased(filter(x, "DepthwiseConv2d", "kernel")));
  }

  /// The convolution alone, its kernel under a given name.
  ///
  /// @param who the layer, for messages
  Node filter(Node x, String who, String name) {
    var window = sliding.on(x, who, kernel);
    int channels = x.channels();
    var kernels = weights.kernel(x, name, kernel, channels, multiplier);
    // [kh, kw, C, m] and [kh, kw, 1, C m] are the same numbers in the same order.
    var grouped = kernels.reshape(kernel.with(1, channels * multiplier));
    return x.op(new Op.Conv(window, channels), grouped);
  }

  @Override
  public String type() {
    return "DepthwiseConv2D";
  }
}
