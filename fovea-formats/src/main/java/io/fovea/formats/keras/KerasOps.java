// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.fovea.formats.keras.KerasKind.Trait;
import io.fovea.graph.Eltwise;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.nn.Activation;
import io.fovea.nn.Concatenate;
import io.fovea.nn.Elementwise;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Merge;
import io.fovea.nn.Reshape;
import java.util.Optional;

/// The layers that do what a step between layers does, here or in Keras.
final class KerasOps {
  private KerasOps() {}

  /// Whether an entry of a file is no layer but a function of `keras.ops` between layers, as in `x + y`.
  /// Whole-model `.h5` files do not say the module, but only layers of Keras 3 can be trainable or have
  /// a type of numbers.
  static boolean isOperation(JsonNode entry) {
    if (entry.has("module")) {
      return entry.path("module").asText().startsWith("keras.src.ops");
    }
    String type = entry.path("class_name").asText();
    var config = entry.path("config");
    return entry.path("inbound_nodes").path(0).isObject()
        && !config.has("trainable")
        && !config.has("dtype")
        && (KerasLayers.is(Trait.ALSO_OPERATION, type) || !KerasLayers.has(type));
  }

  /// The layer that does what an operation does: on two values, or as in `1 - x` on a value and a
  /// number; empty for all other operations.
  static Optional<Layer> read(String operation, JsonNode entry) {
    var nodes = entry.path("inbound_nodes");
    var arguments = nodes.path(0).path("args");
    if (nodes.size() == 1 && isScaling(operation) && arguments.size() <= 2) {
      var first = arguments.path(0);
      var second = arguments.path(1);
      boolean quotient = operation.endsWith("Divide");
      if (operation.equals("Negative")) {
        return arguments.size() == 1 ? Optional.of(Layers.rescaling(-1)) : Optional.empty();
      } else if (quotient && second.isNumber() && !Double.isFinite(1 / second.doubleValue())) {
        return Optional.empty();
      } else if (second.isNumber() && !first.isNumber()) {
        return Optional.of(scaling(operation, second.doubleValue()));
      } else if (first.isNumber() && !second.isNumber()) {
        return scaling(first.doubleValue(), operation);
      }
    }
    return merge(operation);
  }

  /// Whether an operation on a value and a number gives a multiple of the value, moved by a number.
  static boolean isScaling(String operation) {
    return switch (operation) {
      case "Add", "Subtract", "Multiply", "Divide", "TrueDivide", "Negative" -> true;
      default -> false;
    };
  }

  /// `x + number` and so on. A quotient is the product with the reciprocal, which is the nearest or the
  /// next nearest float.
  private static Layer scaling(String operation, double number) {
    return switch (operation) {
      case "Add" -> Layers.rescaling(1).offset(number);
      case "Subtract" -> Layers.rescaling(1).offset(-number);
      case "Multiply" -> Layers.rescaling(number);
      default -> Layers.rescaling(1 / number);
    };
  }

  /// `number + x` and so on; empty for `number / x`.
  private static Optional<Layer> scaling(double number, String operation) {
    return switch (operation) {
      case "Subtract" -> Optional.of(Layers.rescaling(-1).offset(number));
      case "Add", "Multiply" -> Optional.of(scaling(operation, number));
      default -> Optional.empty();
    };
  }

  private static Optional<Layer> merge(String operation) {
    return switch (operation) {
      case "Add" -> Optional.of(Merge.ADD);
      case "Subtract" -> Optional.of(Merge.SUBTRACT);
      case "Multiply" -> Optional.of(Merge.MULTIPLY);
      case "Maximum" -> Optional.of(Merge.MAXIMUM);
      case "Minimum" -> Optional.of(Merge.MINIMUM);
      default -> Optional.empty();
    };
  }

  static Optional<Layer> layer(Step step) {
    return switch (step.op()) {
      case Op.Binary(var kind) -> merge(kind);
      case Op.Map(var function) -> map(function);
      case Op.Phase _ when step.inputs().getFirst().equals(step.inputs().get(1)) ->
          Optional.of(Activation.LINEAR); // what gives back its input
      case Op.Softmax _ -> Optional.of(Activation.SOFTMAX);
      case Op.LogSoftmax _ -> Optional.of(Activation.LOG_SOFTMAX);
      case Op.Concat(int axis) -> Optional.of(new Concatenate(axis));
      case Op.Reshape(var shape) when shape.rank() > 0 && shape.get(0) == -1 ->
          Optional.of(new Reshape(shape.slice(1, shape.rank())));
      default -> Optional.empty();
    };
  }

  private static Optional<Layer> merge(Op.Binary.Kind kind) {
    return switch (kind) {
      case ADD -> Optional.of(Merge.ADD);
      case SUB -> Optional.of(Merge.SUBTRACT);
      case MUL -> Optional.of(Merge.MULTIPLY);
      case MAX -> Optional.of(Merge.MAXIMUM);
      case MIN -> Optional.of(Merge.MINIMUM);
      default -> Optional.empty();
    };
  }

  private static Optional<Layer> map(Eltwise f) {
    return switch (f.kind()) {
      case RELU -> Optional.of(f.alpha() == 0 ? Activation.RELU : Layers.leakyRelu(f.alpha()));
      case ELU -> Optional.of(Layers.elu(f.alpha()));
      case TANH -> Optional.of(Activation.TANH);
      case SIGMOID -> Optional.of(Activation.SIGMOID);
      case EXP -> Optional.of(Activation.EXPONENTIAL);
      case GELU -> Optional.of(Activation.GELU);
      case MISH -> Optional.of(Activation.MISH);
      case LINEAR -> Optional.of(Layers.rescaling(f.alpha()).offset(f.beta()));
      case CLIP -> f.alpha() == 0 ? Optional.of(new Elementwise("ReLU", f)) : Optional.empty();
      case SWISH -> f.alpha() == 1 ? Optional.of(Activation.SWISH) : Optional.empty();
      case SOFTPLUS -> f.alpha() == 1 ? Optional.of(Activation.SOFTPLUS) : Optional.empty();
      default -> Optional.empty();
    };
  }
}
