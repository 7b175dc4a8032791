// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.avgPool2d;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.concatenate;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.nn.Layers.zeroPadding2d;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Conv;
import io.fovea.nn.Node;
import java.util.List;

/// Densely connected networks, Huang et al. 2016, table 1: each unit sees the maps of all units
/// before it and adds 32 of its own. Names as in Keras.
///
/// - input: `[N, H, W, 3]`, H and W at least 32
/// - output: as [Top] says
///
/// @param depths units of the dense blocks; between blocks maps and pixels are halved
@CheckReturnValue
public record DenseNet(List<Integer> depths, Top top) implements Architecture<DenseNet> {
  public static final DenseNet DENSENET121 = of(6, 12, 24, 16);

  private static final int GROWTH = 32;

  /// Copies the depths.
  public DenseNet {
    depths = List.copyOf(depths);
  }

  private static DenseNet of(Integer... depths) {
    return new DenseNet(List.of(depths), Top.IMAGENET);
  }

  @Override
  public DenseNet top(Top top) {
    return new DenseNet(depths, top);
  }

  @Override
  public Node on(Node x) {
    var y = x.then(zeroPadding2d(3)).then("conv1_conv", plain(64, 7).stride(2));
    y = active(y, "conv1_bn", "conv1_relu");
    y = y.then(zeroPadding2d(1)).then("pool1", maxPool2d(3).stride(2));
    for (int block = 0; block < depths.size(); block++) {
      y = block > 0 ? transition(y, "pool" + (block + 1)) : y;
      for (int unit = 1; unit <= depths.get(block); unit++) {
        y = unit(y, "conv" + (block + 2) + "_block" + unit);
      }
    }
    return top.on(active(y, "bn", "relu"));
  }

  private static Node unit(Node x, String name) {
    var y = active(x, name + "_0_bn", name + "_0_relu");
    y = y.then(name + "_1_conv", plain(4 * GROWTH, 1));
    y = active(y, name + "_1_bn", name + "_1_relu");
    y = y.then(name + "_2_conv", plain(GROWTH, 3).same());
    return x.join(name + "_concat", concatenate(), y);
  }

  private static Node transition(Node x, String name) {
    return active(x, name + "_bn", name + "_relu")
        .then(name + "_conv", plain(x.channels() / 2, 1))
        .then(name + "_pool", avgPool2d(2));
  }

  private static Node active(Node x, String normalization, String activation) {
    return x.then(normalization, batchNorm().epsilon(1.001e-5)).then(activation, relu());
  }

  private static Conv plain(int filters, int kernel) {
    return conv2d(filters, kernel).noBias();
  }
}
