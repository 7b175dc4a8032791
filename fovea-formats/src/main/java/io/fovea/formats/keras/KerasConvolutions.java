// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.formats.JsonValues;
import io.fovea.nn.Activation;
import io.fovea.nn.Conv;
import io.fovea.nn.Conv2dTranspose;
import io.fovea.nn.Dense;
import io.fovea.nn.DepthwiseConv2d;
import io.fovea.nn.Layer;
import io.fovea.nn.Padding;
import io.fovea.nn.SeparableConv2d;
import java.util.OptionalInt;

/// Keras' convolutions and dense layers and Fovea's, in both directions.
final class KerasConvolutions {
  private KerasConvolutions() {}

  /// @param axes 1 for sequences, 2 for pictures, 3 for volumes
  static Layer conv(KerasConfig c, int axes) {
    return new Conv(
        c.integer("filters"),
        c.size("kernel_size", axes, 1),
        KerasValues.sliding(c, axes),
        c.integer("groups", 1),
        KerasValues.weights(c, "kernel"),
        KerasValues.activation(c));
  }

  static void conv(Conv l, KerasFields f) {
    f.put("filters", l.filters()).put("kernel_size", l.kernel()).strides(l.sliding());
    if (l.sliding().rank() == 1 && l.sliding().padding() instanceof Padding.Causal) {
      f.put("padding", "causal");
    } else {
      f.padding(l.sliding());
    }
    f.channelsLast().put("dilation_rate", l.sliding().dilation());
    f.put("groups", l.groups()).activation(l.activation()).weights(l.weights());
    f.unconstrained("kernel");
  }

  static Layer depthwise(KerasConfig c) {
    return new DepthwiseConv2d(
        c.size("kernel_size", 1),
        KerasValues.sliding(c),
        c.integer("depth_multiplier", 1),
        KerasValues.weights(c, "depthwise"),
        KerasValues.activation(c));
  }

  static void depthwise(DepthwiseConv2d l, KerasFields f) {
    f.put("depth_multiplier", l.multiplier()).put("kernel_size", l.kernel()).strides(l.sliding());
    f.padding(l.sliding()).channelsLast().put("dilation_rate", l.sliding().dilation());
    f.activation(l.activation()).put("use_bias", l.weights().hasBias());
    f.initializer("depthwise_initializer", l.weights().kernel());
    f.initializer("bias_initializer", l.weights().bias());
    f.put("depthwise_regularizer", KerasValues.penalty(l.weights().penalty()));
    f.nothing("bias_regularizer").unconstrained("depthwise");
  }

  static Layer separable(KerasConfig c) {
    var weights = KerasValues.weights(c, "depthwise");
    if (!KerasValues.penalty(c, "pointwise_regularizer").equals(weights.penalty())) {
      throw c.unsupported("pointwise_regularizer", "the same as depthwise_regularizer");
    }
    return new SeparableConv2d(
        c.integer("filters"),
        c.size("kernel_size", 1),
        KerasValues.sliding(c.without("pointwise_constraint")),
        c.integer("depth_multiplier", 1),
        SeparableConv2d.Order.DEPTHWISE_FIRST,
        Activation.LINEAR,
        weights,
        KerasValues.activation(c));
  }

  /// Whether Keras has it: spatial filters first, nothing in between.
  static boolean isKeras(SeparableConv2d l) {
    return l.order() == SeparableConv2d.Order.DEPTHWISE_FIRST && l.between() == Activation.LINEAR;
  }

  static void separable(SeparableConv2d l, KerasFields f) {
    f.put("depth_multiplier", l.multiplier()).put("filters", l.filters());
    f.put("kernel_size", l.kernel()).strides(l.sliding()).padding(l.sliding()).channelsLast();
    f.put("dilation_rate", l.sliding().dilation()).activation(l.activation());
    f.put("use_bias", l.weights().hasBias());
    f.initializer("depthwise_initializer", l.weights().kernel());
    f.initializer("pointwise_initializer", l.weights().kernel());
    f.initializer("bias_initializer", l.weights().bias());
    f.put("depthwise_regularizer", KerasValues.penalty(l.weights().penalty()));
    f.put("pointwise_regularizer", KerasValues.penalty(l.weights().penalty()));
    f.nothing("bias_regularizer").unconstrained("depthwise", "pointwise");
  }

  static Layer transpose(KerasConfig c) {
    return new Conv2dTranspose(
        c.integer("filters"),
        c.size("kernel_size", 1),
        KerasValues.sliding(c),
        outputPadding(c),
        KerasValues.weights(c, "kernel"),
        KerasValues.activation(c));
  }

  /// One number for both sides, or twice the same; 0 is another thing than nothing.
  private static OptionalInt outputPadding(KerasConfig c) {
    if (!c.has("output_padding")) {
      return OptionalInt.empty();
    }
    var pixels = c.get("output_padding");
    if (pixels.isArray() && !pixels.path(0).equals(pixels.path(1))) {
      throw c.unsupported("output_padding", "the same number for height and width");
    }
    return OptionalInt.of(
        JsonValues.integer(
            c.where() + ".output_padding", pixels.isArray() ? pixels.path(0) : pixels));
  }

  static void transpose(Conv2dTranspose l, KerasFields f) {
    f.put("filters", l.filters()).put("kernel_size", l.kernel()).strides(l.sliding());
    f.padding(l.sliding());
    l.outputPadding()
        .ifPresentOrElse(
            pixels -> f.integers("output_padding", pixels, pixels),
            () -> f.nothing("output_padding"));
    f.channelsLast().put("dilation_rate", l.sliding().dilation()).activation(l.activation());
    f.weights(l.weights()).unconstrained("kernel");
  }

  static Layer dense(KerasConfig c) {
    return new Dense(
        c.integer("units"), KerasValues.weights(c, "kernel"), KerasValues.activation(c));
  }

  static void dense(Dense l, KerasFields f) {
    f.put("units", l.units()).activation(l.activation()).weights(l.weights());
    f.nothing("kernel_constraint", "bias_constraint");
  }
}
