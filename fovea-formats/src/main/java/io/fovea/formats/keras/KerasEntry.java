// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.formats.keras.KerasKind.Trait;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.nn.Join;
import io.fovea.nn.Layer;
import io.fovea.train.Model;
import java.util.List;
import java.util.Optional;

/// A layer of a file under way: its first use, and the inputs of all uses.
///
/// @param name in the file
/// @param inside what is inside if it is a sequence
/// @param inputs grows with each further use
record KerasEntry(
    String name,
    Layer layer,
    Optional<KerasParts> inside,
    List<Variable> variables,
    List<List<Value>> inputs) {
  boolean isModel() {
    return layer instanceof Model || inside.isPresent();
  }

  /// Functional models inside have a use of their own before those here, which counts where a model
  /// says what its outputs are.
  int usesBefore() {
    return layer instanceof Model model && !KerasWriter.type(model).equals(KerasWriter.SEQUENTIAL)
        ? 1
        : 0;
  }

  /// What makes a value: an output of one use of a layer.
  record Maker(KerasEntry entry, int use, int tensor) {
    ArrayNode json(int usesBefore) {
      return JsonNodeFactory.instance
          .arrayNode()
          .add(entry.name())
          .add(usesBefore + use)
          .add(tensor);
    }
  }

  /// Moving statistics that are frozen alone mean a call in inference.
  ObjectNode arguments() {
    var arguments = KerasJson.object();
    var states = variables.stream().filter(v -> v.kind() == Variable.Kind.STATE).toList();
    if (KerasWriter.isFrozen(states) && !KerasWriter.isFrozen(variables)) {
      arguments.put("training", false);
    }
    boolean masked =
        isModel()
            || KerasLayers.nameOf(layer)
                .filter(type -> KerasLayers.is(Trait.MASKED, type))
                .isPresent();
    return masked ? arguments.putNull("mask") : arguments;
  }

  JsonNode inputShape() {
    var first = inputs.getFirst();
    if (!(layer instanceof Join)) {
      return KerasWriter.shape(first.getFirst().shape());
    }
    var all = JsonNodeFactory.instance.arrayNode();
    first.forEach(input -> all.add(KerasWriter.shape(input.shape())));
    return all;
  }
}
