package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Set;

/// The layers that do what a step between layers does, here or in Keras.
final class KerasOps {
  /// Functions of the names of layers.
  private static final Set<String> LIKE_LAYERS =
      Set.of(
          "Add",
          "Average",
          "Concatenate",
          "Maximum",
          "Minimum",
          "Multiply",
          "Reshape",
          "Softmax",
          "Subtract");

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
        && (LIKE_LAYERS.contains(type) || !KerasLayers.has(type));
  }

  /// The layer that does what an operation on two values does; empty for all other operations.
  static Optional<Layer> merge(String operation) {
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
