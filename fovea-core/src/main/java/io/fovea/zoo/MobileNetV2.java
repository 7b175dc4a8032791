// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Activation.RELU6;
import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.depthwiseConv2d;
import static io.fovea.nn.Layers.globalAvgPool2d;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.nn.BatchNorm;
import io.fovea.nn.Conv;
import io.fovea.nn.Node;
import java.util.List;

/// Sandler et al. 2018, "MobileNetV2: inverted residuals and linear bottlenecks", table 2: narrow
/// ends, a wide middle of depthwise convolutions. Names as in Keras.
///
/// - input: `[N, H, W, 3]`, H and W at least 32
/// - output: as [Top] says
/// - parameters: 3,538,984 for width 1 and 1000 classes
///
/// @param width factor of the number of maps; published: 0.35, 0.5, 0.75, 1, 1.3, 1.4
@CheckReturnValue
public record MobileNetV2(double width, Top top) implements Architecture<MobileNetV2> {
  public static final MobileNetV2 MOBILENET_V2 = new MobileNetV2(1, Top.IMAGENET);

  /// A row of the paper's table.
  private record Stage(int expansion, int filters, int repeats, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  /// Checks the width.
  public MobileNetV2 {
    Args.positive("MobileNetV2.width", width);
  }

  /// With another factor of the number of maps.
  public MobileNetV2 width(double width) {
    return new MobileNetV2(width, top);
  }

  @Override
  public MobileNetV2 top(Top top) {
    return new MobileNetV2(width, top);
  }

  @Override
  public Node on(Node x) {
    var y = x.then("Conv1", plain(Widths.rounded(width * 32), 3).stride(2).same());
    y = active(y, "bn_Conv1", "Conv1_relu");
    int block = 0;
    for (var stage : STAGES) {
      for (int i = 0; i < stage.repeats; i++, block++) {
        var name = block == 0 ? "expanded_conv_" : "block_" + block + "_";
        int filters = Widths.rounded((int) (width * stage.filters));
        y = block(y, name, stage.expansion, filters, i == 0 ? stage.stride : 1);
      }
    }
    y = y.then("Conv_1", plain(width > 1 ? Widths.rounded(width * 1280) : 1280, 1));
    y = active(y, "Conv_1_bn", "out_relu");
    return top instanceof Top.Classes(int count)
        ? y.then(globalAvgPool2d()).then("predictions", dense(count).softmax())
        : top.on(y);
  }

  private static Node block(Node x, String name, int expansion, int filters, int stride) {
    var y = x;
    if (expansion > 1) {
      y = y.then(name + "expand", plain(expansion * x.channels(), 1));
      y = active(y, name + "expand_BN", name + "expand_relu");
    }
    y = stride > 1 ? y.then(name + "pad", Widths.evenPadding(y, 3)) : y;
    var depthwise = depthwiseConv2d(3).stride(stride).noBias();
    y = y.then(name + "depthwise", stride > 1 ? depthwise : depthwise.same());
    y = active(y, name + "depthwise_BN", name + "depthwise_relu");
    y = y.then(name + "project", plain(filters, 1)).then(name + "project_BN", normalized());
    return stride == 1 && filters == x.channels() ? x.join(name + "add", add(), y) : y;
  }

  private static Node active(Node x, String normalization, String activation) {
    return x.then(normalization, normalized()).then(activation, RELU6);
  }

  private static BatchNorm normalized() {
    return batchNorm().momentum(0.999);
  }

  private static Conv plain(int filters, int kernel) {
    return conv2d(filters, kernel).noBias();
  }
}
