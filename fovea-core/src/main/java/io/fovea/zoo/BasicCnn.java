// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Initializers.heNormal;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.sequential;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Conv;
import io.fovea.nn.Dense;
import io.fovea.nn.Node;

/// The basic network for small grey pictures: the number of maps doubles after each pooling.
///
/// - input: `[N, 28, 28, 1]`
/// - output: `[N, 10]`, or as [Top] says
/// - parameters: 1,413,834 for 10 classes
///
/// Everything but the output starts from he-normal values.
@CheckReturnValue
public record BasicCnn(Top top) implements Architecture<BasicCnn> {
  /// For ten classes, as Fashion-MNIST has.
  public static final BasicCnn BASIC_CNN = new BasicCnn(new Top.Classes(10));

  @Override
  public BasicCnn top(Top top) {
    return new BasicCnn(top);
  }

  @Override
  public Node on(Node x) {
    var maps =
        x.then(
            sequential(
                convolution(64, 7),
                maxPool2d(2),
                convolution(128, 3),
                convolution(128, 3),
                maxPool2d(2),
                convolution(256, 3),
                convolution(256, 3),
                maxPool2d(2)));
    return top instanceof Top.Classes(int count)
        ? maps.then(
            sequential(
                flatten(),
                hidden(128),
                dropout(0.5),
                hidden(64),
                dropout(0.5),
                dense(count).softmax()))
        : top.on(maps);
  }

  private static Conv convolution(int filters, int kernel) {
    return conv2d(filters, kernel).same().relu().kernelInitializer(heNormal());
  }

  private static Dense hidden(int units) {
    return dense(units).relu().kernelInitializer(heNormal());
  }
}
