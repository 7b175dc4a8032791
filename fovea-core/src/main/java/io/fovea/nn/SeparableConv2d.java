package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.graph.Window;

/// Depthwise separable convolution: one spatial filter per channel, then 1x1 convolutions across
/// channels, nothing in between (Chollet 2016, "Xception").
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H', W', filters]`, sizes as in [Conv2d]
/// - parameters: `depthwise_kernel [kernel, kernel, C, multiplier]`,
///   `pointwise_kernel [1, 1, C multiplier, filters]`, `bias [filters]`
///
/// @param filters number of output feature maps
/// @param kernel size of the window, in pixels
/// @param sliding stride, padding and dilation of the spatial part
/// @param multiplier spatial filters per channel
/// @param weights first values of both kernels, bias or not, price
/// @param activation applied to the result
@CheckReturnValue
public record SeparableConv2d(
    int filters,
    Size kernel,
    Sliding sliding,
    int multiplier,
    Weights weights,
    Activation activation)
    implements Layer,
        Activated<SeparableConv2d>,
        Slides<SeparableConv2d>,
        Weighted<SeparableConv2d> {
  /// Checks the numbers.
  public SeparableConv2d {
    Args.positive("SeparableConv2d.filters", filters);
    Args.positive("SeparableConv2d.multiplier", multiplier);
  }

  @Override
  public SeparableConv2d sliding(Sliding sliding) {
    return new SeparableConv2d(filters, kernel, sliding, multiplier, weights, activation);
  }

  /// Spatial filters per channel.
  public SeparableConv2d multiplier(int multiplier) {
    return new SeparableConv2d(filters, kernel, sliding, multiplier, weights, activation);
  }

  @Override
  public SeparableConv2d weights(Weights weights) {
    return new SeparableConv2d(filters, kernel, sliding, multiplier, weights, activation);
  }

  @Override
  public SeparableConv2d activation(Activation activation) {
    return new SeparableConv2d(filters, kernel, sliding, multiplier, weights, activation);
  }

  @Override
  public Node on(Node x) {
    x.requirePictures("SeparableConv2d");
    var spatial =
        new DepthwiseConv2d(kernel, sliding, multiplier, weights, Activation.LINEAR)
            .filter(x, "depthwise_kernel");
    var across =
        x.param(
            "pointwise_kernel",
            weights.kernel(),
            weights.penalty(),
            1,
            1,
            spatial.channels(),
            filters);
    var op = new Op.Conv(Window.of(Axis.of(1, 1), Axis.of(1, 1)), 1);
    var z =
        weights.hasBias()
            ? spatial.op(op, across, x.param("bias", weights.bias(), filters))
            : spatial.op(op, across);
    return activation.on(z);
  }

  @Override
  public String type() {
    return "SeparableConv2D";
  }
}
