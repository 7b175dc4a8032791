// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.nn.Layers.zeroPadding2d;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.BatchNorm;
import io.fovea.nn.Conv;
import io.fovea.nn.Node;
import java.util.List;

/// Deep residual networks, He et al. 2015, table 1, as Keras has them: the stride sits in the first
/// 1x1 convolution of a unit, convolutions have biases. And their second version, He et al. 2016,
/// "Identity mappings in deep residual networks", figure 4e: normalization and relu come before
/// each convolution, the stride in the 3x3 convolution of the last unit of a stage.
///
/// - input: `[N, H, W, 3]`, H and W at least 32
/// - output: as [Top] says
///
/// @param preactivated whether it is the second version
/// @param depths units of the four stages
@CheckReturnValue
public record KerasResNet(boolean preactivated, List<Integer> depths, Top top)
    implements Architecture<KerasResNet> {
  public static final KerasResNet RESNET50 = of(false, 3, 4, 6, 3);
  public static final KerasResNet RESNET101 = of(false, 3, 4, 23, 3);
  public static final KerasResNet RESNET152 = of(false, 3, 8, 36, 3);
  public static final KerasResNet RESNET50_V2 = of(true, 3, 4, 6, 3);
  public static final KerasResNet RESNET101_V2 = of(true, 3, 4, 23, 3);
  public static final KerasResNet RESNET152_V2 = of(true, 3, 8, 36, 3);

  /// Copies the depths.
  public KerasResNet {
    depths = List.copyOf(depths);
  }

  private static KerasResNet of(boolean preactivated, Integer... depths) {
    return new KerasResNet(preactivated, List.of(depths), Top.IMAGENET);
  }

  @Override
  public KerasResNet top(Top top) {
    return new KerasResNet(preactivated, depths, top);
  }

  @Override
  public Node on(Node x) {
    var y = x.then("conv1_pad", zeroPadding2d(3)).then("conv1_conv", conv2d(64, 7).stride(2));
    if (!preactivated) {
      y = y.then("conv1_bn", normalized()).then("conv1_relu", relu());
    }
    y = y.then("pool1_pad", zeroPadding2d(1)).then("pool1_pool", maxPool2d(3).stride(2));
    for (int stage = 0; stage < depths.size(); stage++) {
      y = stage(y, stage);
    }
    return top.on(preactivated ? active(y, "post_bn", "post_relu") : y);
  }

  private Node stage(Node x, int stage) {
    var y = x;
    for (int unit = 1; unit <= depths.get(stage); unit++) {
      var name = "conv" + (stage + 2) + "_block" + unit;
      int filters = 64 << stage;
      boolean last = unit == depths.get(stage);
      y =
          preactivated
              ? preactivated(y, name, filters, last && stage < 3 ? 2 : 1, unit == 1)
              : unit(y, name, filters, unit == 1 && stage > 0 ? 2 : 1, unit == 1);
    }
    return y;
  }

  private static Node unit(Node x, String name, int filters, int stride, boolean first) {
    var skip =
        first
            ? x.then(name + "_0_conv", conv2d(4 * filters, 1).stride(stride))
                .then(name + "_0_bn", normalized())
            : x;
    var y = x.then(name + "_1_conv", conv2d(filters, 1).stride(stride));
    y =
        active(y, name + "_1_bn", name + "_1_relu")
            .then(name + "_2_conv", conv2d(filters, 3).same());
    y = active(y, name + "_2_bn", name + "_2_relu").then(name + "_3_conv", conv2d(4 * filters, 1));
    return skip.join(name + "_add", add(), y.then(name + "_3_bn", normalized()))
        .then(name + "_out", relu());
  }

  private static Node preactivated(Node x, String name, int filters, int stride, boolean first) {
    var before = active(x, name + "_preact_bn", name + "_preact_relu");
    var skip = x;
    if (first) {
      skip = before.then(name + "_0_conv", conv2d(4 * filters, 1).stride(stride));
    } else if (stride > 1) {
      skip = x.then(maxPool2d(1).stride(stride));
    }
    var y = before.then(name + "_1_conv", plain(filters, 1));
    y = active(y, name + "_1_bn", name + "_1_relu").then(name + "_2_pad", zeroPadding2d(1));
    y = y.then(name + "_2_conv", plain(filters, 3).stride(stride));
    y = active(y, name + "_2_bn", name + "_2_relu").then(name + "_3_conv", conv2d(4 * filters, 1));
    return skip.join(name + "_out", add(), y);
  }

  private static Conv plain(int filters, int kernel) {
    return conv2d(filters, kernel).noBias();
  }

  private static Node active(Node x, String normalization, String activation) {
    return x.then(normalization, normalized()).then(activation, relu());
  }

  private static BatchNorm normalized() {
    return batchNorm().epsilon(1.001e-5);
  }
}
