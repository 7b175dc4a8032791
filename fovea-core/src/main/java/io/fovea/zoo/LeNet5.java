package io.fovea.zoo;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.sequential;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;

/// LeNet-5, LeCun et al. 1998, "Gradient-based learning applied to document recognition", figure 2;
/// modern variant: relu, max pooling, every map of C3 sees all maps of S2, softmax.
///
/// - input: `[N, 28, 28, 1]`; the first convolution pads by 2, where the paper has 32x32 pictures
/// - output: `[N, classes]`
/// - parameters: 61,706 for 10 classes
///
/// @param classes number of classes
@CheckReturnValue
public record LeNet5(int classes) implements Layer {
  /// For ten digits.
  public static final LeNet5 LENET5 = new LeNet5(10);

  /// Checks the number.
  public LeNet5 {
    Args.positive("LeNet5.classes", classes);
  }

  /// For another number of classes.
  public LeNet5 classes(int classes) {
    return new LeNet5(classes);
  }

  @Override
  public Node on(Node x) {
    return x.then(
        sequential(
            conv2d(6, 5).same().relu(),
            maxPool2d(2),
            conv2d(16, 5).relu(),
            maxPool2d(2),
            flatten(),
            dense(120).relu(),
            dense(84).relu(),
            dense(classes).softmax()));
  }
}
