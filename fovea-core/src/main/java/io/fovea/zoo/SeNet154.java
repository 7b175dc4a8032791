// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.nn.Layers.squeezeExcite;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.BatchNorm;
import io.fovea.nn.Conv;
import io.fovea.nn.Node;
import io.fovea.nn.Padding;
import java.util.List;

/// SENet-154, Hu et al. 2017, "Squeeze-and-excitation networks", appendix: ResNeXt-152 (64 groups)
/// with squeeze and excitation, a stem of three 3x3 convolutions, half as many maps in the first 1x1
/// of a unit, and 3x3 convolutions on the ways around (but the first). Names as in timm.
///
/// - input: `[N, H, W, 3]`, H and W at least 32
/// - output: as [Top] says
/// - parameters: 115,088,984 trained ones for 1000 classes
@CheckReturnValue
public record SeNet154(Top top) implements Architecture<SeNet154> {
  public static final SeNet154 SENET154 = new SeNet154(Top.IMAGENET);

  private static final Padding END = new Padding.Explicit(0, 1, 0, 1);
  private static final List<Integer> DEPTHS = List.of(3, 8, 36, 3);

  @Override
  public SeNet154 top(Top top) {
    return new SeNet154(top);
  }

  @Override
  public Node on(Node x) {
    var y = active(x, "layer0.", 1, plain(64, 3).stride(2).pad(1));
    y = active(y, "layer0.", 2, plain(64, 3).pad(1));
    y = active(y, "layer0.", 3, plain(128, 3).pad(1));
    y = y.then("layer0.pool", maxPool2d(3).stride(2).padding(END));
    for (int stage = 0; stage < DEPTHS.size(); stage++) {
      for (int i = 0; i < DEPTHS.get(stage); i++) {
        int stride = i == 0 && stage > 0 ? 2 : 1;
        y = unit(y, "layer" + (stage + 1) + "." + i + ".", 64 << stage, stride);
      }
    }
    return top instanceof Top.Classes(int count)
        ? y.then("avg_pool", globalAvgPool2d())
            .then("dropout", dropout(0.2))
            .then("last_linear", dense(count).softmax())
        : top.on(y);
  }

  private static Node unit(Node x, String name, int maps, int stride) {
    var y = active(x, name, 1, plain(2 * maps, 1));
    y = active(y, name, 2, plain(4 * maps, 3).stride(stride).pad(1).groups(64));
    y = normalized(y, name, 3, plain(4 * maps, 1)).then(name + "se_module", squeezeExcite(16));
    return y.join(name + "add", add(), skip(x, name, 4 * maps, stride)).then(name + "relu", relu());
  }

  private static Node skip(Node x, String name, int filters, int stride) {
    if (x.channels() == filters) {
      return x;
    }
    var convolution = stride == 1 ? plain(filters, 1) : plain(filters, 3).stride(stride).pad(1);
    return x.then(name + "downsample.0", convolution).then(name + "downsample.1", normalized());
  }

  private static Node active(Node x, String name, int number, Conv convolution) {
    return normalized(x, name, number, convolution).then(name + "relu" + number, relu());
  }

  private static Node normalized(Node x, String name, int number, Conv convolution) {
    return x.then(name + "conv" + number, convolution).then(name + "bn" + number, normalized());
  }

  private static Conv plain(int filters, int kernel) {
    return conv2d(filters, kernel).noBias();
  }

  private static BatchNorm normalized() {
    return batchNorm().epsilon(1e-5).momentum(0.9);
  }
}
