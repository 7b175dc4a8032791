// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.graph.Eltwise;
import io.fovea.nn.Activation;
import io.fovea.nn.Elementwise;
import io.fovea.nn.Initializers;
import io.fovea.nn.Layer;
import io.fovea.nn.PRelu;
import java.util.List;

/// Keras' layers of one function and Fovea's, in both directions.
final class KerasActivations {
  private KerasActivations() {}

  static Layer softmax(KerasConfig c) {
    KerasNorms.oneAxis(c);
    return Activation.SOFTMAX;
  }

  static Layer activation(KerasConfig c) {
    var activation = KerasValues.activation(c);
    return activation == Activation.RELU
        ? new Elementwise("Activation", Eltwise.relu())
        : activation;
  }

  static Layer relu(KerasConfig c) {
    c.not("threshold");
    double slope = c.number("negative_slope", 0);
    if (c.has("max_value")) {
      c.not("negative_slope");
      return new Elementwise("ReLU", Eltwise.clip(0, c.number("max_value", 0)));
    }
    return slope == 0
        ? Activation.RELU
        : new Elementwise("ReLU", new Eltwise(Eltwise.Kind.RELU, slope, 0));
  }

  static void relu(Elementwise e, KerasFields f) {
    if (e.function().kind() == Eltwise.Kind.CLIP) {
      f.put("max_value", e.function().beta()).put("negative_slope", 0.0).put("threshold", 0.0);
    } else {
      slope(f, e.function().alpha());
    }
  }

  static void slope(KerasFields f, double slope) {
    f.nothing("max_value").put("negative_slope", slope).put("threshold", 0.0);
  }

  static Layer prelu(KerasConfig c) {
    var plain = c.without("alpha_regularizer", "alpha_constraint");
    var shared = plain.has("shared_axes") ? plain.integers("shared_axes") : List.<Integer>of();
    if (!shared.isEmpty() && !shared.equals(List.of(1, 2))) {
      throw plain.unsupported("shared_axes", "null, or height and width of pictures: [1, 2]");
    }
    var alpha = KerasValues.initializer(plain, "alpha_initializer", Initializers.zeros());
    return new PRelu(alpha, !shared.isEmpty());
  }

  static void prelu(PRelu l, KerasFields f) {
    f.initializer("alpha_initializer", l.alpha()).nothing("alpha_regularizer", "alpha_constraint");
    if (l.perMap()) {
      f.integers("shared_axes", 1, 2);
    } else {
      f.nothing("shared_axes");
    }
  }
}
