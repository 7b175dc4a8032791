// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.fovea.formats.JsonValues;
import io.fovea.nn.BatchNorm;
import io.fovea.nn.GroupNorm;
import io.fovea.nn.Initializers;
import io.fovea.nn.Layer;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Layers;
import io.fovea.nn.Normalization;
import io.fovea.nn.Rescaling;
import io.fovea.nn.StoredNormalization;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;

/// Keras' normalizations and Fovea's, in both directions.
final class KerasNorms {
  private KerasNorms() {}

  /// One axis, which [#requireLast] looks at once it is known how many there are.
  static KerasConfig oneAxis(KerasConfig c) {
    if (c.has("axis") && !axis(c).isInt()) {
      throw c.unsupported("axis", "the last axis, -1 or 3");
    }
    return c;
  }

  /// Keras 2 writes it as a list.
  private static JsonNode axis(KerasConfig c) {
    var axis = c.get("axis");
    return axis.isArray() && axis.size() == 1 ? axis.path(0) : axis;
  }

  /// Throws if a layer is to work along another axis than the last, which is 3 for pictures.
  ///
  /// @param rank axes of what the layer gets, that of examples included
  static void requireLast(KerasConfig c, int rank) {
    int axis = axis(c).asInt(-1);
    if (axis != -1 && axis != rank - 1) {
      throw c.unsupported("axis", "the last axis, -1 or " + (rank - 1));
    }
  }

  static Layer batchNorm(KerasConfig c) {
    oneAxis(c).not("renorm").not("synchronized");
    c.without("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
    return new BatchNorm(
        c.number("momentum", 0.99),
        c.number("epsilon", 1e-3),
        c.bool("scale", true),
        c.bool("center", true));
  }

  static void batchNorm(BatchNorm l, KerasFields f) {
    f.put("axis", -1).put("momentum", l.momentum()).put("epsilon", l.epsilon());
    f.put("center", l.center()).put("scale", l.scale());
    f.initializer("beta_initializer", Initializers.zeros());
    f.initializer("gamma_initializer", Initializers.ones());
    f.initializer("moving_mean_initializer", Initializers.zeros());
    f.initializer("moving_variance_initializer", Initializers.ones());
    f.nothing("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
    f.put("synchronized", false);
  }

  static Layer layerNorm(KerasConfig c) {
    oneAxis(c).not("rms_scaling");
    c.without("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
    if (!c.bool("center", true) || !c.bool("scale", true)) {
      throw c.unsupported(c.bool("center", true) ? "scale" : "center", "true");
    }
    return new LayerNorm(c.number("epsilon", 1e-3));
  }

  static void layerNorm(LayerNorm l, KerasFields f) {
    f.put("axis", -1).put("epsilon", l.epsilon()).put("center", true).put("scale", true);
    f.initializer("beta_initializer", Initializers.zeros());
    f.initializer("gamma_initializer", Initializers.ones());
    f.nothing("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
  }

  static Layer groupNorm(KerasConfig c) {
    oneAxis(c).without("beta_regularizer", "gamma_regularizer", "beta_constraint");
    c.without("gamma_constraint");
    if (!c.bool("center", true) || !c.bool("scale", true)) {
      throw c.unsupported(c.bool("center", true) ? "scale" : "center", "true");
    }
    return Layers.groupNorm(c.integer("groups", 32)).epsilon(c.number("epsilon", 1e-3));
  }

  static void groupNorm(GroupNorm l, KerasFields f) {
    f.put("groups", l.groups()).put("axis", -1).put("epsilon", l.epsilon());
    f.put("center", true).put("scale", true);
    f.initializer("beta_initializer", Initializers.zeros());
    f.initializer("gamma_initializer", Initializers.ones());
    f.nothing("beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
  }

  static Layer normalization(KerasConfig c) {
    oneAxis(c).not("invert");
    return c.has("mean")
        ? new Normalization(tensor(c, "mean"), tensor(c, "variance"))
        : new StoredNormalization();
  }

  static Tensor tensor(KerasConfig c, String key) {
    var node = c.get(key);
    while (node.isArray() && node.size() == 1 && node.path(0).isArray()) {
      node = node.path(0);
    }
    var numbers = node.isArray() ? JsonValues.items(c.where(), node) : List.of(node);
    if (!numbers.stream().allMatch(JsonNode::isNumber)) {
      throw c.unsupported(key, "numbers, one for each channel");
    }
    return Tensor.generate(Shape.of(numbers.size()), i -> numbers.get(i).doubleValue());
  }

  static JsonNode numbers(Tensor tensor) {
    var array = KerasJson.object().putArray("numbers");
    for (float value : tensor.toArray()) {
      array.add(value);
    }
    return array;
  }

  static Layer rescaling(KerasConfig c) {
    for (String key : new String[] {"scale", "offset"}) {
      if (!c.get(key).isNumber() && (c.has(key) || key.equals("scale"))) {
        throw c.unsupported(key, "one number for all channels");
      }
    }
    return new Rescaling(c.number("scale", 1), c.number("offset", 0));
  }
}
