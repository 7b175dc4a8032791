// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.concatenate;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Conv;
import io.fovea.nn.Node;
import io.fovea.nn.Padding;

/// GoogLeNet as torchvision has it, with torchvision's names: the modules of [GoogLeNet] with batch
/// normalization after each convolution, and 3x3 kernels where the paper has 5x5.
///
/// - input: `[N, H, W, 3]`, H and W at least 32; 224 published
/// - output: as [Top] says
/// - parameters: 6,624,904 trained ones for 1000 classes
@CheckReturnValue
public record GoogLeNetBn(Top top) implements Architecture<GoogLeNetBn> {
  public static final GoogLeNetBn GOOGLENET_TORCHVISION = new GoogLeNetBn(Top.IMAGENET);

  private static final Padding END = new Padding.Explicit(0, 1, 0, 1);

  @Override
  public GoogLeNetBn top(Top top) {
    return new GoogLeNetBn(top);
  }

  @Override
  public Node on(Node x) {
    var y = unit(x, "conv1", conv2d(64, 7).stride(2).pad(3));
    y = y.then("maxpool1", maxPool2d(3).stride(2).padding(END));
    y = unit(unit(y, "conv2", conv2d(64, 1)), "conv3", conv2d(192, 3).pad(1));
    y = y.then("maxpool2", maxPool2d(3).stride(2).padding(END));
    for (var row : GoogLeNet.MODULES) {
      y = module(y, row, "inception" + row.name());
      if (row.name().equals("3b")) {
        y = y.then("maxpool3", maxPool2d(3).stride(2).padding(END));
      } else if (row.name().equals("4e")) {
        y = y.then("maxpool4", maxPool2d(2));
      }
    }
    return top instanceof Top.Classes(int count)
        ? y.then("avgpool", globalAvgPool2d())
            .then("dropout", dropout(0.2))
            .then("fc", dense(count).softmax())
        : top.on(y);
  }

  private static Node module(Node x, GoogLeNet.Module row, String name) {
    var one = unit(x, name + ".branch1", conv2d(row.one(), 1));
    var three = unit(x, name + ".branch2.0", conv2d(row.before3(), 1));
    three = unit(three, name + ".branch2.1", conv2d(row.three(), 3).pad(1));
    var five = unit(x, name + ".branch3.0", conv2d(row.before5(), 1));
    five = unit(five, name + ".branch3.1", conv2d(row.five(), 3).pad(1));
    var pool = x.then(name + ".branch4.0", maxPool2d(3).stride(1).pad(1));
    pool = unit(pool, name + ".branch4.1", conv2d(row.pooled(), 1));
    return one.join(name, concatenate(), three, five, pool);
  }

  private static Node unit(Node x, String name, Conv convolution) {
    return x.then(name + ".conv", convolution.noBias())
        .then(name + ".bn", batchNorm().momentum(0.9))
        .then(name + ".relu", relu());
  }
}
