// SPDX-License-Identifier: Apache-2.0
package io.fovea.zoo;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.sequential;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.nn.Node;

/// LeNet-5, LeCun et al. 1998, "Gradient-based learning applied to document recognition", figure 2;
/// modern variant: relu, max pooling, every map of C3 sees all maps of S2, softmax.
///
/// - input: `[N, 28, 28, 1]`; the first convolution pads by 2, where the paper has 32x32 pictures
/// - output: `[N, 10]`, or as [Top] says
/// - parameters: 61,706 for 10 classes
@CheckReturnValue
public record LeNet5(Top top) implements Architecture<LeNet5> {
  /// For ten digits.
  public static final LeNet5 LENET5 = new LeNet5(new Top.Classes(10));

  @Override
  public LeNet5 top(Top top) {
    return new LeNet5(top);
  }

  @Override
  public Node on(Node x) {
    var maps =
        x.then(
            sequential(
                conv2d(6, 5).same().relu(), maxPool2d(2), conv2d(16, 5).relu(), maxPool2d(2)));
    return top instanceof Top.Classes(int count)
        ? maps.then(
            sequential(flatten(), dense(120).relu(), dense(84).relu(), dense(count).softmax()))
        : top.on(maps);
  }
}
