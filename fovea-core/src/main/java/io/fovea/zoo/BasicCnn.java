package io.fovea.zoo;

import static io.fovea.nn.Initializers.heNormal;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.sequential;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.nn.Conv2d;
import io.fovea.nn.Dense;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;

/// The basic network for small grey pictures: the number of maps doubles after each pooling.
///
/// - input: `[N, 28, 28, 1]`
/// - output: `[N, classes]`
/// - parameters: 1,413,834 for 10 classes
///
/// Everything but the output starts from he-normal values.
///
/// @param classes number of classes
@CheckReturnValue
public record BasicCnn(int classes) implements Layer {
  /// For ten classes, as Fashion-MNIST has.
  public static final BasicCnn BASIC_CNN = new BasicCnn(10);

  /// Checks the number.
  public BasicCnn {
    Args.positive("BasicCnn.classes", classes);
  }

  /// For another number of classes.
  public BasicCnn classes(int classes) {
    return new BasicCnn(classes);
  }

  @Override
  public Node on(Node x) {
    return x.then(
        sequential(
            convolution(64, 7),
            maxPool2d(2),
            convolution(128, 3),
            convolution(128, 3),
            maxPool2d(2),
            convolution(256, 3),
            convolution(256, 3),
            maxPool2d(2),
            flatten(),
            hidden(128),
            dropout(0.5),
            hidden(64),
            dropout(0.5),
            dense(classes).softmax()));
  }

  private static Conv2d convolution(int filters, int kernel) {
    return conv2d(filters, kernel).same().relu().kernelInitializer(heNormal());
  }

  private static Dense hidden(int units) {
    return dense(units).relu().kernelInitializer(heNormal());
  }
}
