// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import static io.fovea.formats.JsonValues.integer;
import static io.fovea.formats.JsonValues.items;
import static io.fovea.formats.JsonValues.member;
import static io.fovea.formats.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fovea.error.FormatException;
import io.fovea.error.Reason;
import io.fovea.formats.Fixes;
import io.fovea.formats.JsonValues;
import io.fovea.formats.RecordReader;
import io.fovea.graph.Op;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Describes networks anew from what [ArchitectureWriter] wrote.
final class ArchitectureReader {
  private final String file;
  private final long mostNumbers;
  private final List<Model> models = new ArrayList<>();
  private final RecordReader records = new RecordReader(models);

  /// @param mostNumbers how many parameters and state the file has values for, so that a small file
  ///     cannot ask for much memory
  ArchitectureReader(String file, long mostNumbers) {
    this.file = file;
    this.mostNumbers = mostNumbers;
  }

  /// Reads the models that are used as layers.
  void models(JsonNode node) {
    for (var item : items(file + ": models", node)) {
      String name = text(file, member(file, item, "name"));
      models.add(Model.of(name, network(name, member(file, item, "network"))));
    }
  }

  <T> T record(String where, JsonNode node, Class<T> type) {
    return records.read(file + ": " + where, node, type);
  }

  /// @throws FormatException if layers do not fit together, or need more numbers than there are
  Network network(String name, JsonNode node) {
    String where = file + ": " + name;
    Network network;
    try {
      network = describe(where, node);
    } catch (FormatException e) {
      throw e;
    } catch (RuntimeException e) {
      // layers check what they get while they are described; in a file, all that is damage
      throw new FormatException(where, "layers that fit together", Reason.of(e), Fixes.DAMAGED);
    }
    long numbers = 0;
    for (var variable : network.variables()) {
      numbers = Math.addExact(numbers, variable.shape().elements());
      if (numbers > mostNumbers) {
        throw new FormatException(
            where,
            "at most the " + mostNumbers + " parameters that the file holds",
            "layers that need more",
            Fixes.DAMAGED);
      }
    }
    return network;
  }

  private Network describe(String where, JsonNode node) {
    var nodes = new HashMap<Integer, Node>();
    for (var step : items(where, member(where, node, "steps"))) {
      if (step.has("input") && step.has("shape")) {
        input(where, step, nodes);
      } else if (step.has("layer")) {
        layer(where, step, nodes);
      } else {
        op(where, step, nodes);
      }
    }
    var outputs = nodes(where, member(where, node, "outputs"), nodes);
    JsonValues.require(!outputs.isEmpty(), where, "at least one output", node);
    for (var auxiliary : items(where, member(where, node, "auxiliaries"))) {
      var weight = member(where, auxiliary, "weight");
      JsonValues.require(weight.isNumber(), where, "the weight of a loss", weight);
      node(where, member(where, auxiliary, "output"), nodes).auxiliary(weight.doubleValue());
    }
    return node.has("names")
        ? Network.to(named(where, items(where, node.path("names")), outputs))
        : Network.to(outputs.toArray(Node[]::new));
  }

  private static Map<String, Node> named(String where, List<JsonNode> names, List<Node> outputs) {
    var named = new HashMap<String, Node>();
    for (int i = 0; i < Math.min(names.size(), outputs.size()); i++) {
      named.put(text(where, names.get(i)), outputs.get(i));
    }
    JsonValues.require(
        named.size() == outputs.size() && names.size() == outputs.size(),
        where,
        "a name for each output",
        JsonNodeFactory.instance.arrayNode().addAll(names));
    return named;
  }

  private static void input(String where, JsonNode step, Map<Integer, Node> nodes) {
    int[] sizes = JsonValues.shape(where, member(where, step, "shape")).toArray();
    String name = text(where, member(where, step, "input"));
    var input =
        nodes.isEmpty()
            ? Layers.input(name, sizes)
            : nodes.values().iterator().next().input(name, sizes);
    nodes.put(integer(where, member(where, step, "output")), input);
  }

  private void layer(String where, JsonNode step, Map<Integer, Node> nodes) {
    String name = text(where, member(where, step, "name"));
    var layer = records.read(where + "/" + name, member(where, step, "layer"), Layer.class);
    var inputs = nodes(where, member(where, step, "inputs"), nodes);
    JsonValues.require(!inputs.isEmpty(), where + "/" + name, "at least one input", step);
    var others = inputs.subList(1, inputs.size()).toArray(Node[]::new);
    var outputs = inputs.getFirst().thenAll(name, layer, others);
    var ids =
        step.has("outputs")
            ? items(where, step.path("outputs"))
            : List.of(member(where, step, "output"));
    put(where, step, ids, outputs, nodes);
  }

  private void op(String where, JsonNode step, Map<Integer, Node> nodes) {
    var op = records.read(where, member(where, step, "op"), Op.class);
    var inputs = nodes(where, member(where, step, "inputs"), nodes);
    var ids = items(where, member(where, step, "outputs"));
    put(where, step, ids, results(op, inputs, nodes), nodes);
  }

  private static void put(
      String where,
      JsonNode step,
      List<JsonNode> ids,
      List<Node> outputs,
      Map<Integer, Node> nodes) {
    JsonValues.require(
        ids.size() == outputs.size(), where, "names for " + outputs.size() + " results", step);
    for (int i = 0; i < ids.size(); i++) {
      nodes.put(integer(where, ids.get(i)), outputs.get(i));
    }
  }

  private static List<Node> results(Op op, List<Node> inputs, Map<Integer, Node> nodes) {
    if (inputs.isEmpty()) {
      var any = nodes.values().iterator().next();
      return switch (op) {
        case Op.Fill(double value, var shape) -> List.of(any.fill(value, shape.toArray()));
        case Op.Literal(var tensor) -> List.of(any.literal(tensor));
        default ->
            throw new IllegalArgumentException(op.getClass().getSimpleName() + " without inputs");
      };
    }
    return inputs.getFirst().ops(op, inputs.subList(1, inputs.size()).toArray(Node[]::new));
  }

  private static List<Node> nodes(String where, JsonNode ids, Map<Integer, Node> nodes) {
    return items(where, ids).stream().map(id -> node(where, id, nodes)).toList();
  }

  private static Node node(String where, JsonNode id, Map<Integer, Node> nodes) {
    var node = nodes.get(integer(where, id));
    if (node == null) {
      throw new FormatException(where, "the number of a step above", id.toString(), Fixes.DAMAGED);
    }
    return node;
  }
}
