// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.maxPool2d;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Node;
import java.util.List;

/// Very deep convolutional networks, Simonyan and Zisserman 2014, table 1, columns D and E: blocks
/// of 3x3 convolutions, each block closed by a max pool. Names as in Keras.
///
/// - input: `[N, H, W, 3]`, H and W at least 32; 224 with the top
/// - output: as [Top] says
///
/// @param depths convolutions of the five blocks
@CheckReturnValue
public record Vgg(List<Integer> depths, Top top) implements Architecture<Vgg> {
  public static final Vgg VGG16 = of(2, 2, 3, 3, 3);
  public static final Vgg VGG19 = of(2, 2, 4, 4, 4);

  /// Copies the depths.
  public Vgg {
    depths = List.copyOf(depths);
  }

  private static Vgg of(Integer... depths) {
    return new Vgg(List.of(depths), Top.IMAGENET);
  }

  @Override
  public Vgg top(Top top) {
    return new Vgg(depths, top);
  }

  @Override
  public Node on(Node x) {
    var y = x;
    for (int block = 1; block <= depths.size(); block++) {
      int filters = Math.min(32 << block, 512);
      for (int i = 1; i <= depths.get(block - 1); i++) {
        y = y.then("block" + block + "_conv" + i, conv2d(filters, 3).same().relu());
      }
      y = y.then("block" + block + "_pool", maxPool2d(2));
    }
    return top instanceof Top.Classes(int count)
        ? y.then("flatten", flatten())
            .then("fc1", dense(4096).relu())
            .then("fc2", dense(4096).relu())
            .then("predictions", dense(count).softmax())
        : top.on(y);
  }
}
