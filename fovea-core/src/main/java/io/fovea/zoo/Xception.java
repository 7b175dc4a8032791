// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.nn.Layers.separableConv2d;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Node;

/// Chollet 2016, "Xception: deep learning with depthwise separable convolutions", figure 5. Names
/// as in Keras.
///
/// - input: `[N, H, W, 3]`, H and W at least 71
/// - output: as [Top] says
/// - parameters: 22,910,480 for 1000 classes
@CheckReturnValue
public record Xception(Top top) implements Architecture<Xception> {
  public static final Xception XCEPTION = new Xception(Top.IMAGENET);

  @Override
  public Xception top(Top top) {
    return new Xception(top);
  }

  @Override
  public Node on(Node x) {
    // entry flow
    var y = x.then("block1_conv1", conv2d(32, 3).stride(2).noBias());
    y = active(y.then("block1_conv1_bn", batchNorm()), "block1_conv1");
    y = y.then("block1_conv2", conv2d(64, 3).noBias());
    y = active(y.then("block1_conv2_bn", batchNorm()), "block1_conv2");
    y = shrinking(y, "block2", false, 128, 128);
    y = shrinking(y, "block3", true, 256, 256);
    y = shrinking(y, "block4", true, 728, 728);
    // middle flow
    for (int block = 5; block <= 12; block++) {
      y = keeping(y, "block" + block);
    }
    // exit flow
    y = shrinking(y, "block13", true, 728, 1024);
    y = active(separable(y, "block14_sepconv1", 1536), "block14_sepconv1");
    return top.on(active(separable(y, "block14_sepconv2", 2048), "block14_sepconv2"));
  }

  private static Node shrinking(Node x, String name, boolean activeFirst, int first, int second) {
    var skip = x.then(conv2d(second, 1).stride(2).same().noBias()).then(batchNorm());
    var y = activeFirst ? active(x, name + "_sepconv1") : x;
    y = active(separable(y, name + "_sepconv1", first), name + "_sepconv2");
    y = separable(y, name + "_sepconv2", second);
    return y.then(name + "_pool", maxPool2d(3).stride(2).same()).join(add(), skip);
  }

  private static Node keeping(Node x, String name) {
    var y = x;
    for (int i = 1; i <= 3; i++) {
      var layer = name + "_sepconv" + i;
      y = separable(active(y, layer), layer, 728);
    }
    return y.join(add(), x);
  }

  private static Node separable(Node x, String name, int filters) {
    return x.then(name, separableConv2d(filters, 3).same().noBias())
        .then(name + "_bn", batchNorm());
  }

  private static Node active(Node x, String name) {
    return x.then(name + "_act", relu());
  }
}
