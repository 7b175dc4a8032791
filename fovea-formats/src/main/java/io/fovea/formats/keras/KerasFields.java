// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.graph.Initializer;
import io.fovea.graph.Variable;
import io.fovea.nn.Activation;
import io.fovea.nn.Padding;
import io.fovea.nn.Size;
import io.fovea.nn.Sliding;
import io.fovea.nn.Weights;
import java.util.List;

/// The `config` of one Keras layer, as it is written.
///
/// @param where the layer, for messages
/// @param variables those of the layer
record KerasFields(String where, ObjectNode node, List<Variable> variables) {
  /// Copies the list.
  KerasFields {
    variables = List.copyOf(variables);
  }

  KerasFields put(String key, int value) {
    node.put(key, value);
    return this;
  }

  KerasFields put(String key, double value) {
    node.put(key, value);
    return this;
  }

  KerasFields put(String key, boolean value) {
    node.put(key, value);
    return this;
  }

  KerasFields put(String key, String value) {
    node.put(key, value);
    return this;
  }

  KerasFields put(String key, JsonNode value) {
    node.set(key, value);
    return this;
  }

  KerasFields nothing(String... keys) {
    for (String key : keys) {
      node.putNull(key);
    }
    return this;
  }

  KerasFields put(String key, Size size) {
    return integers(key, size.sides().stream().mapToInt(Integer::intValue).toArray());
  }

  KerasFields integers(String key, int... values) {
    var array = node.putArray(key);
    for (int value : values) {
      array.add(value);
    }
    return this;
  }

  /// Pixels at each side, as `[[top, bottom], [left, right]]`.
  KerasFields border(String key, Padding.Explicit border) {
    var both = node.putArray(key);
    both.addArray().add(border.top()).add(border.bottom());
    both.addArray().add(border.left()).add(border.right());
    return this;
  }

  KerasFields activation(Activation activation) {
    return put("activation", KerasValues.activation(activation));
  }

  KerasFields initializer(String key, Initializer initializer) {
    return put(key, KerasValues.initializer(where + "." + key, initializer));
  }

  KerasFields channelsLast() {
    return put("data_format", "channels_last");
  }

  KerasFields strides(Sliding sliding) {
    return put("strides", sliding.stride());
  }

  KerasFields padding(Sliding sliding) {
    return padding(sliding, "none, or same()", "use one of these");
  }

  /// @param known which ones, for the message if it is none of them
  /// @param fix what to do then, but for using another format
  KerasFields padding(Sliding sliding, String known, String fix) {
    if (sliding.padding().equals(Padding.VALID)) {
      return put("padding", "valid");
    }
    if (sliding.padding() instanceof Padding.Same) {
      return put("padding", "same");
    }
    throw new FormatException(
        where,
        "padding that Keras has: " + known,
        sliding.padding().toString(),
        fix + ", or save as .fovea.");
  }

  /// What kernels and biases of all layers have.
  KerasFields weights(Weights weights) {
    return put("use_bias", weights.hasBias())
        .initializer("kernel_initializer", weights.kernel())
        .initializer("bias_initializer", weights.bias())
        .put("kernel_regularizer", KerasValues.penalty(weights.penalty()))
        .nothing("bias_regularizer");
  }

  KerasFields unconstrained(String... kernels) {
    nothing("activity_regularizer");
    for (String kernel : kernels) {
      nothing(kernel + "_constraint");
    }
    return nothing("bias_constraint");
  }
}
