// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.sequential;
import static io.fovea.nn.Layers.shared;

import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The slope of a variable that is used twice is the sum over both uses.
class SiameseTest {
  private static Layer encoder() {
    return shared("encoder", sequential(conv2d(3, 2).tanh(), globalAvgPool2d(), dense(2).tanh()));
  }

  private static Tensor noise(String name) {
    return Tensor.generate(Shape.of(2, 4, 4, 2), i -> Rng.of(3).at(name).normal(i));
  }

  private record Twins() implements Layer {
    @Override
    public Node on(Node x) {
      return x.then(encoder()).minus(x.times(-0.5).then(encoder())).square();
    }
  }

  @Test
  void slopesOfTwoUsesAdd() {
    GradientCheck.check(new Twins(), noise("left"));
  }

  @Test
  void slopesOfTwoInputsAdd() {
    var left = Layers.input(4, 4, 2);
    var right = left.input("right", 4, 4, 2);
    var distance = left.then(encoder()).minus(right.then(encoder())).square().then(dense(1));
    GradientCheck.check(
        "siamese", Network.to(distance).graph().batch(2), List.of(noise("left"), noise("right")));
  }
}
