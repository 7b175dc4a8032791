// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.graph.Window;

/// Depthwise separable convolution (Chollet 2016, "Xception", section 2): one spatial filter per
/// channel and 1x1 convolutions across channels, one after the other.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H', W', filters]`, sizes as in [Conv]; `filters multiplier` maps if modified
/// - parameters: `depthwise_kernel [kernel, kernel, C, multiplier]`,
///   `pointwise_kernel [1, 1, C multiplier, filters]`, `bias [filters]`
/// - parameters if modified: `pointwise_kernel [1, 1, C, filters]`,
///   `depthwise_kernel [kernel, kernel, filters, multiplier]`, `bias [filters multiplier]`
///
/// By default the spatial filters come first and nothing stands between the two, as in the paper's
/// network and in Keras. `modified()` has the 1x1 convolutions first, as Inception modules do, and
/// `between(RELU)` puts a non-linearity between the two, which the paper found to hurt (figure 10).
///
/// @param filters number of output feature maps
/// @param kernel size of the window, in pixels
/// @param sliding stride, padding and dilation of the spatial part
/// @param multiplier spatial filters per channel
/// @param order which of the two comes first
/// @param between applied to what the first of the two gives
/// @param weights first values of both kernels, bias or not, price
/// @param activation applied to the result
@CheckReturnValue
public record SeparableConv2d(
    int filters,
    Size kernel,
    Sliding sliding,
    int multiplier,
    Order order,
    Activation between,
    Weights weights,
    Activation activation)
    implements Layer,
        Activated<SeparableConv2d>,
        Slides<SeparableConv2d>,
        Weighted<SeparableConv2d> {
  /// Which part comes first.
  public enum Order {
    /// Spatial filters, then across channels.
    DEPTHWISE_FIRST,
    /// Across channels, then spatial filters.
    POINTWISE_FIRST
  }

  /// Checks the numbers.
  public SeparableConv2d {
    Args.given("SeparableConv2d.sliding", sliding);
    Args.given("SeparableConv2d.between", between);
    Args.given("SeparableConv2d.weights", weights);
    Args.given("SeparableConv2d.activation", activation);
    Args.positive("SeparableConv2d.filters", filters);
    Args.positive("SeparableConv2d.multiplier", multiplier);
  }

  @Override
  public SeparableConv2d sliding(Sliding sliding) {
    return new SeparableConv2d(
        filters, kernel, sliding, multiplier, order, between, weights, activation);
  }

  /// Spatial filters per channel.
  public SeparableConv2d multiplier(int multiplier) {
    return new SeparableConv2d(
        filters, kernel, sliding, multiplier, order, between, weights, activation);
  }

  /// The 1x1 convolutions first.
  public SeparableConv2d modified() {
    return new SeparableConv2d(
        filters, kernel, sliding, multiplier, Order.POINTWISE_FIRST, between, weights, activation);
  }

  /// A non-linearity between the two parts.
  public SeparableConv2d between(Activation between) {
    return new SeparableConv2d(
        filters, kernel, sliding, multiplier, order, between, weights, activation);
  }

  @Override
  public SeparableConv2d weights(Weights weights) {
    return new SeparableConv2d(
        filters, kernel, sliding, multiplier, order, between, weights, activation);
  }

  @Override
  public SeparableConv2d activation(Activation activation) {
    return new SeparableConv2d(
        filters, kernel, sliding, multiplier, order, between, weights, activation);
  }

  @Override
  public Node on(Node x) {
    x.requirePictures("SeparableConv2d");
    return activation.on(
        switch (order) {
          case DEPTHWISE_FIRST -> across(between.on(spatial(x)), weights);
          case POINTWISE_FIRST -> weights.biased(spatial(between.on(across(x, weights.noBias()))));
        });
  }

  private Node spatial(Node x) {
    return new DepthwiseConv2d(kernel, sliding, multiplier, weights, Activation.LINEAR)
        .filter(x, "SeparableConv2d", "depthwise_kernel");
  }

  private Node across(Node x, Weights weights) {
    var op = new Op.Conv(Window.of(Axis.of(1, 1), Axis.of(1, 1)), 1);
    return weights.biased(
        x, op, weights.kernel(x, "pointwise_kernel", Size.square(1), x.channels(), filters));
  }

  @Override
  public String type() {
    return "SeparableConv2D";
  }
}
