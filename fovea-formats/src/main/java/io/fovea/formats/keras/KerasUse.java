// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fovea.formats.JsonValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One use of a layer in a functional model, as files of Keras 3 and 2 describe it.
///
/// @param inputs which outputs of other layers it reads
/// @param training whether it was told to train, or not to; empty if it was told nothing
record KerasUse(List<Output> inputs, Optional<Boolean> training) {
  /// Copies the list.
  KerasUse {
    inputs = List.copyOf(inputs);
  }

  /// What one use of a layer gives.
  ///
  /// @param call number of the use, from 0
  /// @param tensor number of the output, from 0
  record Output(String layer, int call, int tensor) {
    /// The same output of another use.
    Output call(int call) {
      return new Output(layer, call, tensor);
    }
  }

  /// What counts among the arguments of a call.
  sealed interface Arguments {
    /// The first is all there is.
    record First() implements Arguments {}

    /// All of them, in a list or one by one as `x + y` gives them.
    record All() implements Arguments {}

    /// The one that is no number, as in `1 - x`.
    record One() implements Arguments {}

    /// The first, for inputs of these names.
    record Named(List<String> inputs) implements Arguments {
      /// Copies the list.
      public Named {
        inputs = List.copyOf(inputs);
      }
    }
  }

  /// Whether a call says `training=False`.
  boolean resting() {
    return training.isPresent() && !training.get();
  }

  /// The uses of a layer.
  ///
  /// @param nodes `inbound_nodes`
  static List<KerasUse> of(String where, JsonNode nodes, Arguments arguments) {
    var uses = new ArrayList<KerasUse>();
    for (var node : JsonValues.items(where + ".inbound_nodes", nodes)) {
      if (node.isObject()) {
        uses.add(
            new KerasUse(inputs(where, node, arguments), training(where, node.path("kwargs"))));
      } else {
        var kwargs = node.path(0).isArray() ? node.path(0).path(3) : MissingNode.getInstance();
        uses.add(new KerasUse(outputs(where, node), training(where, kwargs)));
      }
    }
    return uses;
  }

  private static List<Output> inputs(String where, JsonNode node, Arguments arguments) {
    var args = JsonValues.items(where, node.path("args"));
    if (args.isEmpty() && node.path("kwargs").has("inputs")) {
      args = List.of(node.path("kwargs").path("inputs"));
    }
    JsonValues.require(!args.isEmpty(), where, "a call with one argument", node);
    if (arguments instanceof Arguments.All) {
      return args.stream().flatMap(arg -> outputs(where, arg).stream()).toList();
    }
    if (arguments instanceof Arguments.One) {
      args = args.stream().filter(arg -> !arg.isNumber()).toList();
      JsonValues.require(args.size() == 1, where, "a call with one value", node);
    }
    for (var other : args.subList(1, args.size())) {
      JsonValues.require(isNothing(other), where, "a call with one argument", other);
    }
    var first = args.getFirst();
    return arguments instanceof Arguments.Named(var names)
            && first.isObject()
            && Set.copyOf(names).equals(new HashSet<>(KerasEnds.sorted(first)))
        ? names.stream().flatMap(name -> outputs(where, first.path(name)).stream()).toList()
        : outputs(where, first);
  }

  /// What a call says about training; all else that it says must be nothing.
  private static Optional<Boolean> training(String where, JsonNode kwargs) {
    Optional<Boolean> training = Optional.empty();
    for (var entry : kwargs.properties()) {
      if (entry.getKey().equals("training") && entry.getValue().isBoolean()) {
        training = Optional.of(entry.getValue().booleanValue());
      } else if (!entry.getKey().equals("inputs") && !isNothing(entry.getValue())) {
        throw KerasConfig.refuse(
            where + "." + entry.getKey(), "no such argument", entry.getValue());
      }
    }
    return training;
  }

  /// Whether it is null, or made of nothing else, as the masks of several inputs are.
  private static boolean isNothing(JsonNode node) {
    for (var inner : node) {
      if (!isNothing(inner)) {
        return false;
      }
    }
    return node.isNull() || node.isContainerNode();
  }

  /// All `[layer, node, tensor]` of a structure, in order.
  static List<Output> outputs(String where, JsonNode node) {
    if (node.isArray() && node.path(0).isTextual() && node.size() >= 3) {
      return List.of(output(where, node));
    }
    if (node.isObject() && node.path("class_name").asText().equals("__keras_tensor__")) {
      return List.of(output(where, node.path("config").path("keras_history")));
    }
    var all = new ArrayList<Output>();
    if (node.isArray()) {
      node.forEach(inner -> all.addAll(outputs(where, inner)));
      return all;
    }
    if (node.isObject() && !node.has("class_name")) {
      KerasEnds.sorted(node).forEach(key -> all.addAll(outputs(where, node.path(key))));
      return all;
    }
    throw KerasConfig.refuse(where, "the output of a layer", node);
  }

  /// One `[layer, node, tensor]`.
  static Output output(String where, JsonNode history) {
    return new Output(
        JsonValues.text(where, history.path(0)),
        JsonValues.integer(where, history.path(1)),
        JsonValues.integer(where, history.path(2)));
  }
}
