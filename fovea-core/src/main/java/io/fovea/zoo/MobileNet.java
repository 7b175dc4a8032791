// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Activation.RELU6;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.depthwiseConv2d;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.reshape;
import static io.fovea.nn.Layers.softmax;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.nn.Node;
import java.util.List;

/// Howard et al. 2017, "MobileNets: efficient convolutional neural networks for mobile vision
/// applications", table 1: depthwise and 1x1 convolutions in turn. Names as in Keras.
///
/// - input: `[N, H, W, 3]`, H and W at least 32
/// - output: as [Top] says
/// - parameters: 4,253,864 for width 1 and 1000 classes
///
/// @param width factor of the number of maps; published: 0.25, 0.5, 0.75, 1
@CheckReturnValue
public record MobileNet(double width, Top top) implements Architecture<MobileNet> {
  public static final MobileNet MOBILENET = new MobileNet(1, Top.IMAGENET);

  private static final double KEPT_OUT = 0.001;

  /// A pair of rows of the paper's table: stride of the depthwise, filters of the 1x1 convolution.
  private record Pair(int stride, int filters) {}

  // spotless:off
  private static final List<Pair> PAIRS =
      List.of(
          new Pair(1, 64),
          new Pair(2, 128), new Pair(1, 128),
          new Pair(2, 256), new Pair(1, 256),
          new Pair(2, 512), new Pair(1, 512), new Pair(1, 512),
          new Pair(1, 512), new Pair(1, 512), new Pair(1, 512),
          new Pair(2, 1024), new Pair(1, 1024));
  // spotless:on

  /// Checks the width.
  public MobileNet {
    Args.positive("MobileNet.width", width);
  }

  /// With another factor of the number of maps.
  public MobileNet width(double width) {
    return new MobileNet(width, top);
  }

  @Override
  public MobileNet top(Top top) {
    return new MobileNet(width, top);
  }

  @Override
  public Node on(Node x) {
    var y = x.then("conv1", conv2d(scaled(32), 3).stride(2).same().noBias());
    y = active(y, "conv1");
    for (int i = 0; i < PAIRS.size(); i++) {
      y = pair(y, PAIRS.get(i), i + 1);
    }
    return top instanceof Top.Classes(int count) ? classes(y, count) : top.on(y);
  }

  private Node pair(Node x, Pair pair, int number) {
    var depthwise = depthwiseConv2d(3).stride(pair.stride).noBias();
    var y =
        pair.stride == 1
            ? x.then("conv_dw_" + number, depthwise.same())
            : x.then("conv_pad_" + number, Widths.behindPadding())
                .then("conv_dw_" + number, depthwise);
    y = active(y, "conv_dw_" + number);
    y = y.then("conv_pw_" + number, conv2d(scaled(pair.filters), 1).noBias());
    return active(y, "conv_pw_" + number);
  }

  private static Node classes(Node maps, int count) {
    return maps.then(globalAvgPool2d().keepAxes())
        .then(dropout(KEPT_OUT))
        .then("conv_preds", conv2d(count, 1))
        .then("reshape_2", reshape(count))
        .then("predictions", softmax());
  }

  private int scaled(int filters) {
    return Math.max(1, (int) (filters * width));
  }

  private static Node active(Node x, String name) {
    return x.then(name + "_bn", batchNorm()).then(name + "_relu", RELU6);
  }
}
