// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Initializers.heNormal;
import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.nn.Layers.squeezeExcite;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.BatchNorm;
import io.fovea.nn.Conv;
import io.fovea.nn.Node;
import java.util.List;

/// Deep residual networks, He et al. 2015, table 1; version 1.5: the stride of a bottleneck sits in
/// its 3x3 convolution, convolutions have no biases. Names as in torchvision.
///
/// And SE-ResNet, Hu et al. 2017, "Squeeze-and-excitation networks", table 1: each unit weighs its
/// maps before the sum. Names as in timm.
///
/// - input: `[N, H, W, 3]`, H and W at least 32
/// - output: as [Top] says
///
/// @param unit what stages consist of
/// @param squeezed whether units end in squeeze and excitation
/// @param depths units of the four stages
@CheckReturnValue
public record ResNet(Unit unit, boolean squeezed, List<Integer> depths, Top top)
    implements Architecture<ResNet> {
  public static final ResNet RESNET18 = of(Unit.BASIC, 2, 2, 2, 2);
  public static final ResNet RESNET34 = of(Unit.BASIC, 3, 4, 6, 3);
  public static final ResNet RESNET50_V1_5 = of(Unit.BOTTLENECK, 3, 4, 6, 3);
  public static final ResNet RESNET101_V1_5 = of(Unit.BOTTLENECK, 3, 4, 23, 3);
  public static final ResNet RESNET152_V1_5 = of(Unit.BOTTLENECK, 3, 8, 36, 3);

  public static final ResNet SE_RESNET18 = RESNET18.withSqueeze();
  public static final ResNet SE_RESNET34 = RESNET34.withSqueeze();
  public static final ResNet SE_RESNET50 = RESNET50_V1_5.withSqueeze();
  public static final ResNet SE_RESNET101 = RESNET101_V1_5.withSqueeze();
  public static final ResNet SE_RESNET152 = RESNET152_V1_5.withSqueeze();

  /// A few layers and the way around them.
  public enum Unit {
    /// 3x3, 3x3.
    BASIC,
    /// 1x1, 3x3, and 1x1 with four times as many maps.
    BOTTLENECK
  }

  /// Copies the depths.
  public ResNet {
    depths = List.copyOf(depths);
  }

  private static ResNet of(Unit unit, Integer... depths) {
    return new ResNet(unit, false, List.of(depths), Top.IMAGENET);
  }

  /// With squeeze and excitation at the end of each unit.
  public ResNet withSqueeze() {
    return new ResNet(unit, true, depths, top);
  }

  @Override
  public ResNet top(Top top) {
    return new ResNet(unit, squeezed, depths, top);
  }

  @Override
  public Node on(Node x) {
    var y = x.then("conv1", plain(64, 7).stride(2).pad(3)).then("bn1", normalized());
    y = y.then("relu", relu()).then("maxpool", maxPool2d(3).stride(2).pad(1));
    for (int stage = 0; stage < depths.size(); stage++) {
      for (int i = 0; i < depths.get(stage); i++) {
        int stride = i == 0 && stage > 0 ? 2 : 1;
        y = unit(y, "layer" + (stage + 1) + "." + i + ".", 64 << stage, stride);
      }
    }
    return top instanceof Top.Classes(int count)
        ? y.then("avgpool", globalAvgPool2d()).then("fc", dense(count).softmax())
        : top.on(y);
  }

  private Node unit(Node x, String name, int filters, int stride) {
    var y =
        switch (unit) {
          case BASIC -> {
            var a = active(x, name, 1, plain(filters, 3).stride(stride).pad(1));
            yield normalized(a, name, 2, plain(filters, 3).pad(1));
          }
          case BOTTLENECK -> {
            var a = active(x, name, 1, plain(filters, 1));
            var b = active(a, name, 2, plain(filters, 3).stride(stride).pad(1));
            yield normalized(b, name, 3, plain(4 * filters, 1));
          }
        };
    if (squeezed) {
      y = y.then(name + "se", squeezeExcite(16));
    }
    return y.join(name + "add", add(), skip(x, name, y.channels(), stride))
        .then(name + "relu", relu());
  }

  private static Node skip(Node x, String name, int filters, int stride) {
    return x.channels() == filters && stride == 1
        ? x
        : x.then(name + "downsample.0", plain(filters, 1).stride(stride))
            .then(name + "downsample.1", normalized());
  }

  private static Node active(Node x, String name, int number, Conv convolution) {
    return normalized(x, name, number, convolution).then(name + "relu" + number, relu());
  }

  private static Node normalized(Node x, String name, int number, Conv convolution) {
    return x.then(name + "conv" + number, convolution).then(name + "bn" + number, normalized());
  }

  private static Conv plain(int filters, int kernel) {
    return conv2d(filters, kernel).noBias().kernelInitializer(heNormal());
  }

  private static BatchNorm normalized() {
    return batchNorm().epsilon(1e-5).momentum(0.9);
  }
}
