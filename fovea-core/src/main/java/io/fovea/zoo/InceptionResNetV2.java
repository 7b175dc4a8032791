// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.concatenate;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.nn.Layers.scaledAdd;
import static io.fovea.zoo.InceptionV3.chain;
import static io.fovea.zoo.InceptionV3.halving;
import static io.fovea.zoo.InceptionV3.same;
import static io.fovea.zoo.InceptionV3.stem;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Node;

/// Szegedy et al. 2016, "Inception-v4, Inception-ResNet and the impact of residual connections on
/// learning", figure 15 with the stem of [InceptionV3]. Names as in Keras.
///
/// - input: `[N, H, W, 3]`, H and W at least 75
/// - output: as [Top] says
/// - parameters: 55,873,736 for 1000 classes
@CheckReturnValue
public record InceptionResNetV2(Top top) implements Architecture<InceptionResNetV2> {
  public static final InceptionResNetV2 INCEPTION_RESNET_V2 = new InceptionResNetV2(Top.IMAGENET);

  @Override
  public InceptionResNetV2 top(Top top) {
    return new InceptionResNetV2(top);
  }

  @Override
  public Node on(Node x) {
    var y = mixed5(stem(x));
    for (int i = 1; i <= 10; i++) {
      y = block35(y, "block35_" + i);
    }
    y = to17(y);
    for (int i = 1; i <= 20; i++) {
      y = block17(y, "block17_" + i);
    }
    y = to8(y);
    for (int i = 1; i < 10; i++) {
      y = block8(y, "block8_" + i, 0.2).then("block8_" + i + "_ac", relu());
    }
    y = block8(y, "block8_10", 1).then("conv_7b", conv2d(1536, 1).noBias());
    return top.on(y.then("conv_7b_bn", batchNorm().noScale()).then("conv_7b_ac", relu()));
  }

  private static Node mixed5(Node x) {
    var one = chain(x, conv2d(96, 1));
    var five = chain(x, conv2d(48, 1), same(64, 5));
    var three = chain(x, conv2d(64, 1), same(96, 3), same(96, 3));
    var pool = chain(x.then(avgPool2d(3).stride(1).same()), conv2d(64, 1));
    return one.join("mixed_5b", concatenate(), five, three, pool);
  }

  private static Node block35(Node x, String name) {
    var one = chain(x, conv2d(32, 1));
    var three = chain(x, conv2d(32, 1), same(32, 3));
    var twice = chain(x, conv2d(32, 1), same(48, 3), same(64, 3));
    var joined = one.join(name + "_mixed", concatenate(), three, twice);
    return added(x, joined, name, 0.17).then(name + "_ac", relu());
  }

  private static Node to17(Node x) {
    var three = chain(x, conv2d(384, 3).stride(2));
    var twice = chain(x, conv2d(256, 1), same(256, 3), conv2d(384, 3).stride(2));
    return three.join("mixed_6a", concatenate(), twice, x.then(halving()));
  }

  private static Node block17(Node x, String name) {
    var one = chain(x, conv2d(192, 1));
    var seven = chain(x, conv2d(128, 1), same(160, 1, 7), same(192, 7, 1));
    var joined = one.join(name + "_mixed", concatenate(), seven);
    return added(x, joined, name, 0.1).then(name + "_ac", relu());
  }

  private static Node to8(Node x) {
    var wide = chain(x, conv2d(256, 1), conv2d(384, 3).stride(2));
    var narrow = chain(x, conv2d(256, 1), conv2d(288, 3).stride(2));
    var twice = chain(x, conv2d(256, 1), same(288, 3), conv2d(320, 3).stride(2));
    return wide.join("mixed_7a", concatenate(), narrow, twice, x.then(halving()));
  }

  private static Node block8(Node x, String name, double scale) {
    var one = chain(x, conv2d(192, 1));
    var three = chain(x, conv2d(192, 1), same(224, 1, 3), same(256, 3, 1));
    return added(x, one.join(name + "_mixed", concatenate(), three), name, scale);
  }

  /// The input plus a share of what the branches found; shares keep training stable (section 3.3).
  private static Node added(Node x, Node branches, String name, double scale) {
    return x.join(scaledAdd(scale), branches.then(name + "_conv", conv2d(x.channels(), 1)));
  }
}
