package io.fovea.formats.keras;

import io.fovea.error.FormatException;
import io.fovea.formats.Types;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import java.util.Locale;

/// What to say of layers and arithmetic that Keras does not have.
final class KerasGaps {
  private static final String RECORD =
      "write it as a record that implements Layer, and call LayerTypes.register(\"name\", ...)"
          + " first.";

  private KerasGaps() {}

  static FormatException layer(String where, Layer layer) {
    boolean expression = layer.type().equals("Lambda");
    boolean known = Types.nameOf(KerasParts.plain(layer).getClass()).isPresent();
    return new FormatException(
        where,
        "a layer that Keras has",
        expression ? "an expression, which is code" : layer.type(),
        known ? "save it as .fovea, or use a layer that Keras has." : RECORD);
  }

  /// A step that stands between layers, or in a layer that had to be opened.
  static FormatException step(String model, Network network, Step step) {
    return network.calls().stream()
        .filter(call -> call.path().equals(step.path()))
        .findFirst()
        .map(call -> layer(call.path(), call.layer()))
        .orElseGet(() ->
            new FormatException(
                model,
                "arithmetic between layers that Keras has as a layer",
                word(step.op()),
                "save it as .fovea, or "
                    + RECORD.replace("write it as a record", "put it into a record")));
  }

  static FormatException part(String model, Network network, Network.Part part) {
    return part instanceof Network.Between(var step)
        ? step(model, network, step)
        : value(model, network, part.inputs().getFirst());
  }

  /// A value that no layer and no step between layers makes.
  static FormatException value(String model, Network network, Value value) {
    var maker = network.graph().makers().get(value);
    return maker == null
        ? new FormatException(model, "values that layers make", "one that none makes", RECORD)
        : step(model, network, maker);
  }

  private static String word(Op op) {
    return switch (op) {
      case Op.Map(var function) -> function.kind().name().toLowerCase(Locale.ROOT);
      case Op.Binary(var kind) -> kind.name().toLowerCase(Locale.ROOT);
      case Op.Read _ -> "a variable of the network itself";
      default -> KerasJson.snake(op.getClass().getSimpleName());
    };
  }
}
