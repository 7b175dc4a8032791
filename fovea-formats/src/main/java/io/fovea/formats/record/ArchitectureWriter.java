// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.formats.RecordWriter;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes networks as the layers they were described with, and the arithmetic between layers.
///
/// Mutable, for one file.
final class ArchitectureWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ArrayNode models = JSON.arrayNode();
  private final Map<Model, Integer> numbers = new IdentityHashMap<>();
  private final RecordWriter records = new RecordWriter(this::number);

  /// The models that are used as layers so far, each before those that use it.
  ArrayNode models() {
    return models;
  }

  private int number(Model model) {
    var known = numbers.get(model);
    if (known != null) {
      return known;
    }
    var node = JSON.objectNode().put("name", model.name());
    node.set("network", network(model.network()));
    models.add(node);
    numbers.put(model, models.size() - 1);
    return models.size() - 1;
  }

  /// @throws FormatException if something in it cannot be saved
  ObjectNode network(Network network) {
    return new Description(network).write();
  }

  /// One network on its way to JSON.
  private final class Description {
    private final Network network;
    private final Map<Value, Step> makers;
    private final Set<Value> made = new HashSet<>();
    private final ArrayNode steps = JSON.arrayNode();

    Description(Network network) {
      this.network = network;
      this.makers = network.graph().makers();
    }

    ObjectNode write() {
      for (var step : network.graph().steps()) {
        if (step.path().isEmpty() && (step.op() instanceof Op.Read || step.isEffect())) {
          throw unsupported(step, "a variable between layers");
        }
      }
      network.graph().inputs().forEach(this::input);
      network.layers().forEach(this::call);
      network.graph().outputs().forEach(this::require);
      // what a layer asked for, it asks for again when it is described anew
      var auxiliaries =
          network.auxiliaries().stream().filter(auxiliary -> auxiliary.path().isEmpty()).toList();
      auxiliaries.forEach(auxiliary -> require(auxiliary.value()));
      var node = JSON.objectNode();
      node.set("steps", steps);
      node.set("outputs", ids(network.graph().outputs()));
      if (!network.names().isEmpty()) {
        var names = node.putArray("names");
        network.names().forEach(names::add);
      }
      var heads = node.putArray("auxiliaries");
      for (var auxiliary : auxiliaries) {
        heads.addObject().put("output", auxiliary.value().id()).put("weight", auxiliary.weight());
      }
      return node;
    }

    private void input(Step step) {
      if (step.op() instanceof Op.Input(String name, Shape shape)) {
        var node = JSON.objectNode().put("input", name);
        node.set("shape", records.write(name, shape.slice(1, shape.rank()), Shape.class));
        steps.add(node.put("output", step.output().id()));
        made.add(step.output());
      }
    }

    private void call(Network.Call call) {
      call.inputs().forEach(this::require);
      var node = JSON.objectNode().put("name", call.name());
      node.set("layer", records.write(call.path(), call.layer(), Layer.class));
      node.set("inputs", ids(call.inputs()));
      if (call.outputs().size() == 1) {
        node.put("output", call.output().id());
      } else {
        node.set("outputs", ids(call.outputs()));
      }
      steps.add(node);
      made.addAll(call.outputs());
    }

    /// Writes the arithmetic between layers that leads to a value, unless it is there. Keeps its own
    /// stack, since sums of sums may be deeper than that of a thread.
    private void require(Value value) {
      var open = new ArrayDeque<Step>();
      if (!made.contains(value)) {
        open.push(between(value));
      }
      while (!open.isEmpty()) {
        var missing = open.element().inputs().stream().filter(v -> !made.contains(v)).findFirst();
        if (missing.isPresent()) {
          open.push(between(missing.get()));
        } else {
          arithmetic(open.pop());
        }
      }
    }

    private Step between(Value value) {
      var step = makers.get(value);
      if (step == null || !step.path().isEmpty()) {
        throw new FormatException(
            step == null ? "network" : step.path(),
            "layers that are connected by their outputs",
            "a use of a value from inside a layer",
            "let the layer return that value.");
      }
      return step;
    }

    private void arithmetic(Step step) {
      var node = JSON.objectNode();
      node.set("op", records.write("network", step.op(), Op.class));
      node.set("inputs", ids(step.inputs()));
      node.set("outputs", ids(step.outputs()));
      steps.add(node);
      made.addAll(step.outputs());
    }

    private FormatException unsupported(Step step, String got) {
      return new FormatException(
          step.op().getClass().getSimpleName(),
          "variables inside layers only",
          got,
          "put it into a layer, a record with a method on(Node).");
    }
  }

  private static ArrayNode ids(List<Value> values) {
    var ids = JSON.arrayNode();
    values.forEach(value -> ids.add(value.id()));
    return ids;
  }
}
