// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;
import java.util.OptionalInt;

/// Transposed convolution: the gradient of a convolution used as a layer, which enlarges pictures.
///
/// - input: `[N, H, W, C]`
/// - output: `[N, H', W', filters]`; `same()` gives `H' = H stride`, valid
///   `H' = (H - 1) stride + max(reach, stride)`, with `reach = (kernel - 1) dilation + 1`; with
///   `outputPadding(p)` same gives `(H - 1) stride + reach % 2 + p`, valid `(H - 1) stride + reach + p`
/// - parameters: `kernel [kernel, kernel, filters, C]`, `bias [filters]`
///
/// Sizes and borders as in Keras 3 (`compute_conv_transpose_padding_args_for_jax`).
///
/// @param filters number of output feature maps
/// @param kernel size of the window, in pixels
/// @param sliding stride, same or valid padding, dilation
/// @param outputPadding extra pixels at the bottom and right, less than the stride
/// @param weights first values, bias or not, price
/// @param activation applied to the result
@CheckReturnValue
public record Conv2dTranspose(
    int filters,
    Size kernel,
    Sliding sliding,
    OptionalInt outputPadding,
    Weights weights,
    Activation activation)
    implements Layer,
        Activated<Conv2dTranspose>,
        Slides<Conv2dTranspose>,
        Weighted<Conv2dTranspose> {
  /// Checks the numbers.
  public Conv2dTranspose {
    Args.given("Conv2dTranspose.sliding", sliding);
    Args.given("Conv2dTranspose.weights", weights);
    Args.given("Conv2dTranspose.activation", activation);
    Args.positive("Conv2dTranspose.filters", filters);
    int smaller = Math.min(sliding.stride().height(), sliding.stride().width());
    Args.check(
        outputPadding.orElse(0) < smaller && outputPadding.orElse(0) >= 0,
        "Conv2dTranspose.outputPadding",
        "pixels from 0 to stride - 1",
        outputPadding,
        "choose less than the stride, or leave it out.");
    Args.check(
        sliding.padding() instanceof Padding.Same || sliding.padding().equals(Padding.VALID),
        "Conv2dTranspose.padding",
        "same() or valid()",
        sliding.padding(),
        "choose valid() and let cropping2d() take the border away.");
  }

  @Override
  public Conv2dTranspose sliding(Sliding sliding) {
    return new Conv2dTranspose(filters, kernel, sliding, outputPadding, weights, activation);
  }

  /// Extra pixels at the bottom and right.
  public Conv2dTranspose outputPadding(int pixels) {
    return new Conv2dTranspose(
        filters, kernel, sliding, OptionalInt.of(pixels), weights, activation);
  }

  @Override
  public Conv2dTranspose weights(Weights weights) {
    return new Conv2dTranspose(filters, kernel, sliding, outputPadding, weights, activation);
  }

  @Override
  public Conv2dTranspose activation(Activation activation) {
    return new Conv2dTranspose(filters, kernel, sliding, outputPadding, weights, activation);
  }

  @Override
  public Node on(Node x) {
    x.requirePictures("Conv2dTranspose");
    var kernels = weights.kernel(x, "kernel", kernel, filters, x.channels());
    var height = axis(x, 0);
    var width = axis(x, 1);
    var back =
        new Op.ConvBackData(
            Window.of(height.axis(), width.axis()), 1, Shape.of(height.cells(), width.cells()));
    return activation.on(weights.biased(x.op(back, kernels)));
  }

  private TransposedAxis axis(Node x, int i) {
    var free =
        new Axis(kernel.along(i), sliding.stride().along(i), sliding.dilation().along(i), 0, 0);
    boolean same = sliding.padding() instanceof Padding.Same;
    return TransposedAxis.of(x.shape().get(i + 1), free, same, outputPadding);
  }

  @Override
  public String type() {
    return "Conv2DTranspose";
  }
}
