package io.fovea.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/// One use of a layer in a functional model, as files of Keras 3 and 2 describe it.
///
/// @param inputs which outputs of other layers it reads
/// @param resting whether it was told to be at rest: `training=False`
record KerasUse(List<Output> inputs, boolean resting) {
  /// Copies the list.
  KerasUse {
    inputs = List.copyOf(inputs);
  }

  /// What one use of a layer gives.
  record Output(String layer, int call) {}

  /// The uses of a layer.
  ///
  /// @param nodes `inbound_nodes`
  /// @param joining whether all arguments of a call count, in a list or one by one as `x + y` gives them;
  ///     else the first is all there is
  static List<KerasUse> of(String where, JsonNode nodes, boolean joining) {
    var uses = new ArrayList<KerasUse>();
    for (var node : RecordReader.items(where + ".inbound_nodes", nodes)) {
      if (joining && node.isObject()) {
        uses.add(
            new KerasUse(outputs(where, node.path("args")), resting(where, node.path("kwargs"))));
      } else if (node.isObject()) {
        var args = RecordReader.items(where, node.path("args"));
        for (var other : args.subList(Math.min(1, args.size()), args.size())) {
          RecordReader.require(other.isNull(), where, "a call with one argument", other);
        }
        RecordReader.require(!args.isEmpty(), where, "a call with one argument", node);
        uses.add(
            new KerasUse(outputs(where, args.getFirst()), resting(where, node.path("kwargs"))));
      } else {
        var kwargs = node.path(0).isArray() ? node.path(0).path(3) : MissingNode.getInstance();
        uses.add(new KerasUse(outputs(where, node), resting(where, kwargs)));
      }
    }
    return uses;
  }

  /// Whether a call says `training=False`.
  private static boolean resting(String where, JsonNode kwargs) {
    boolean resting = false;
    for (var entry : kwargs.properties()) {
      boolean training = entry.getKey().equals("training");
      if (training && entry.getValue().isBoolean() && !entry.getValue().booleanValue()) {
        resting = true;
      } else if (!entry.getValue().isNull()) {
        throw KerasConfig.refuse(
            where + "." + entry.getKey(), "no such argument", entry.getValue());
      }
    }
    return resting;
  }

  /// All `[layer, node, tensor]` of a structure, in order.
  static List<Output> outputs(String where, JsonNode node) {
    if (node.isArray() && node.path(0).isTextual() && node.size() >= 3) {
      return List.of(output(where, node));
    }
    if (node.isObject() && node.path("class_name").asText().equals("__keras_tensor__")) {
      return List.of(output(where, node.path("config").path("keras_history")));
    }
    if (node.isArray() || (node.isObject() && !node.has("class_name"))) {
      var all = new ArrayList<Output>();
      node.forEach(inner -> all.addAll(outputs(where, inner)));
      return all;
    }
    throw KerasConfig.refuse(where, "the output of a layer", node);
  }

  private static Output output(String where, JsonNode history) {
    RecordReader.require(
        RecordReader.integer(where, history.path(2)) == 0, where, "layers of one output", history);
    return new Output(
        RecordReader.text(where, history.path(0)), RecordReader.integer(where, history.path(1)));
  }
}
