// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.concatenate;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.AvgPool2d;
import io.fovea.nn.Conv;
import io.fovea.nn.MaxPool2d;
import io.fovea.nn.Node;

/// Szegedy et al. 2015, "Rethinking the inception architecture for computer vision", table 1 and
/// figures 5 to 7. Names as in Keras.
///
/// - input: `[N, H, W, 3]`, H and W at least 75
/// - output: as [Top] says
/// - parameters: 23,851,784 for 1000 classes
@CheckReturnValue
public record InceptionV3(Top top) implements Architecture<InceptionV3> {
  public static final InceptionV3 INCEPTION_V3 = new InceptionV3(Top.IMAGENET);

  @Override
  public InceptionV3 top(Top top) {
    return new InceptionV3(top);
  }

  @Override
  public Node on(Node x) {
    var y = figure5(stem(x), "mixed0", 32);
    y = figure5(y, "mixed1", 64);
    y = figure5(y, "mixed2", 64);
    y = to17(y);
    y = figure6(y, "mixed4", 128);
    y = figure6(y, "mixed5", 160);
    y = figure6(y, "mixed6", 160);
    y = figure6(y, "mixed7", 192);
    y = to8(y);
    y = figure7(y, "mixed9", "mixed9_0");
    y = figure7(y, "mixed10", "mixed9_1");
    return top.on(y);
  }

  /// An eighth of the height and width, 192 maps.
  static Node stem(Node x) {
    var y = chain(x, conv2d(32, 3).stride(2), conv2d(32, 3), same(64, 3)).then(halving());
    return chain(y, conv2d(80, 1), conv2d(192, 3)).then(halving());
  }

  private static Node figure5(Node x, String name, int pooled) {
    var one = chain(x, conv2d(64, 1));
    var five = chain(x, conv2d(48, 1), same(64, 5));
    var three = chain(x, conv2d(64, 1), same(96, 3), same(96, 3));
    var pool = chain(x.then(mean()), conv2d(pooled, 1));
    return one.join(name, concatenate(), five, three, pool);
  }

  private static Node to17(Node x) {
    var three = chain(x, conv2d(384, 3).stride(2));
    var twice = chain(x, conv2d(64, 1), same(96, 3), conv2d(96, 3).stride(2));
    return three.join("mixed3", concatenate(), twice, x.then(halving()));
  }

  private static Node figure6(Node x, String name, int n) {
    var one = chain(x, conv2d(192, 1));
    var seven = chain(x, conv2d(n, 1), same(n, 1, 7), same(192, 7, 1));
    var twice =
        chain(x, conv2d(n, 1), same(n, 7, 1), same(n, 1, 7), same(n, 7, 1), same(192, 1, 7));
    var pool = chain(x.then(mean()), conv2d(192, 1));
    return one.join(name, concatenate(), seven, twice, pool);
  }

  private static Node to8(Node x) {
    var three = chain(x, conv2d(192, 1), conv2d(320, 3).stride(2));
    var seven =
        chain(x, conv2d(192, 1), same(192, 1, 7), same(192, 7, 1), conv2d(192, 3).stride(2));
    return three.join("mixed8", concatenate(), seven, x.then(halving()));
  }

  private static Node figure7(Node x, String name, String inner) {
    var one = chain(x, conv2d(320, 1));
    var three = chain(x, conv2d(384, 1));
    three = chain(three, same(384, 1, 3)).join(inner, concatenate(), chain(three, same(384, 3, 1)));
    var twice = chain(x, conv2d(448, 1), same(384, 3));
    twice = chain(twice, same(384, 1, 3)).join(concatenate(), chain(twice, same(384, 3, 1)));
    var pool = chain(x.then(mean()), conv2d(192, 1));
    return one.join(name, concatenate(), three, twice, pool);
  }

  /// Convolutions, each normalized and rectified.
  static Node chain(Node x, Conv... convolutions) {
    var y = x;
    for (var convolution : convolutions) {
      y = y.then(convolution.noBias()).then(batchNorm().noScale()).then(relu());
    }
    return y;
  }

  static Conv same(int filters, int kernel) {
    return conv2d(filters, kernel).same();
  }

  static Conv same(int filters, int height, int width) {
    return conv2d(filters, height, width).same();
  }

  private static AvgPool2d mean() {
    return avgPool2d(3).stride(1).same();
  }

  static MaxPool2d halving() {
    return maxPool2d(3).stride(2);
  }
}
