// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.error.FormatException;
import io.fovea.formats.Types;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.train.Model;
import java.util.List;
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

  /// Warns of what a file of Keras' does not hold of a model; the rest is written.
  static void sayLost(String where, Model model, KerasLayerTree item) {
    int heads = model.variables().size() - item.variables().size();
    if (heads > 0) {
      say(where, "layers that lead to an output", heads + " variables of auxiliary heads");
    }
    item.leaves()
        .filter(leaf -> isPartlyFrozen(leaf.variables()))
        .findFirst()
        .ifPresent(leaf ->
            say(
                where + ": " + leaf.name(),
                "layers that are frozen as a whole",
                "one with frozen and trained variables"));
    if (model.isCompiled() && KerasTraining.config(model).isEmpty()) {
      say(
          where,
          "an optimizer and losses that Keras has",
          model.optimizer() + " and " + model.compilation().orElseThrow().objectives());
    }
    model.compilation().stream()
        .flatMap(compiled -> compiled.objectives().stream())
        .flatMap(objective -> objective.metrics().stream())
        .filter(metric -> KerasObjectives.write(metric).isEmpty())
        .forEach(metric -> say(where, "metrics that Keras has", metric.toString()));
  }

  /// Not the moving statistics alone, which is a call in inference.
  private static boolean isPartlyFrozen(List<Variable> variables) {
    var parameters = variables.stream().filter(v -> v.kind() != Variable.Kind.STATE).toList();
    return parameters.stream().anyMatch(Variable::frozen) && !KerasWriter.isFrozen(parameters);
  }

  private static void say(String where, String expected, String got) {
    KerasTraining.say(where, expected, got, "it is left out; a .fovea file holds it.");
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
