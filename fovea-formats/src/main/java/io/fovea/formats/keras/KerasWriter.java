// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.formats.RecordWriter;
import io.fovea.formats.Types;
import io.fovea.formats.keras.KerasKind.Trait;
import io.fovea.graph.Op;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.nn.Join;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.nn.Shared;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes a model as Keras' JSON: layers that Keras has as they are, others as the layers inside them.
final class KerasWriter {
  /// Key in the metadata of models whose class is not what their form suggests.
  static final String CLASS = "keras.class";

  static final String SEQUENTIAL = "Sequential";
  private static final String FUNCTIONAL = "keras.src.models.functional";

  /// A model as JSON, how files list it, and what is to be kept beside what Keras reads.
  record Written(ObjectNode json, KerasLayerTree item, Map<String, String> metadata) {}

  private final boolean old;

  /// @param old whether objects have no module, as in whole-model `.h5` files
  KerasWriter(boolean old) {
    this.old = old;
  }

  /// The root object.
  Written write(Model model) {
    var names = new KerasNames(model.metadata());
    String name = names.modelInFile(model.name());
    var written = model(name, model, names.of(""), names, false);
    return new Written(written.json(), written.item(), names.metadata());
  }

  // ---- models --------------------------------------------------------------------------------

  static String type(Model model) {
    return model
        .metadata()
        .getOrDefault(CLASS, KerasParts.of(model.network()).isChain() ? SEQUENTIAL : "Functional");
  }

  private Written model(
      String name, Model model, KerasNames.Scope scope, KerasNames names, boolean frozen) {
    var parts = KerasParts.of(model.network());
    boolean still = frozen || isFrozen(model.variables());
    var listing = new Listing(name, parts, scope, names, still);
    return type(model).equals(SEQUENTIAL)
        ? listing.written(SEQUENTIAL, listing.sequential())
        : listing.written(
            "Functional",
            listing.functional(
                KerasEnds.form(model, KerasEnds.INPUTS, parts.inputs().size()),
                KerasEnds.form(model, KerasEnds.OUTPUTS, parts.outputs().size())));
  }

  static boolean isFrozen(List<Variable> variables) {
    return !variables.isEmpty() && variables.stream().allMatch(Variable::frozen);
  }

  private ObjectNode object(String module, String name, ObjectNode config) {
    if (!old) {
      return KerasJson.object(module, name, config);
    }
    var node = KerasJson.object().put("class_name", name);
    node.set("config", config);
    return node;
  }

  static JsonNode dtype() {
    return KerasJson.object("keras", "DTypePolicy", KerasJson.object().put("name", "float32"));
  }

  static ArrayNode shape(Shape shape) {
    var array = JsonNodeFactory.instance.arrayNode().addNull();
    for (int size : shape.slice(1, shape.rank()).toArray()) {
      array.add(size);
    }
    return array;
  }

  /// One network on its way to JSON.
  private final class Listing {
    private final String name;
    private final KerasParts whole;
    private final boolean frozen;
    private final KerasNames.Scope scope;
    private final KerasNames names;
    private final Map<String, KerasEntry> entries = new LinkedHashMap<>();
    private final Map<String, Shape> begins = new HashMap<>();
    private final Map<Value, KerasEntry.Maker> makers = new HashMap<>();
    private final List<KerasLayerTree> items = new ArrayList<>();
    private final Map<Object, String> called = new HashMap<>(); // layers -> names

    Listing(
        String name, KerasParts whole, KerasNames.Scope scope, KerasNames names, boolean frozen) {
      this.name = name;
      this.whole = whole;
      this.scope = scope;
      this.names = names;
      this.frozen = frozen;
      var known = new HashMap<Object, KerasEntry>();
      for (var part : whole.parts()) { // before anything without a name gets one
        if (part instanceof Network.Call call) {
          called.computeIfAbsent(
              call.identity(),
              _ -> scope.inFile(call.layer() instanceof Shared one ? one.name() : call.path()));
        }
      }
      for (var part : whole.parts()) {
        switch (part) {
          case Network.Between(var step) when step.op() instanceof Op.Input(var input, var _) ->
              input(input, step.output());
          case Network.Between(var step) ->
              add(
                  KerasOps.layer(step)
                      .orElseThrow(() -> KerasGaps.step(name, whole.network(), step)),
                  part,
                  known);
          case Network.Call call -> add(KerasParts.plain(call.layer()), call, known);
        }
      }
    }

    Written written(String type, ObjectNode json) {
      return new Written(json, KerasLayerTree.model(type, name, items), Map.of());
    }

    private void input(String input, Value value) {
      String inFile = scope.input(input);
      var entry = new KerasEntry(inFile, x -> x, Optional.empty(), List.of(), List.of());
      entries.put(inFile, entry);
      begins.put(inFile, value.shape());
      makers.putIfAbsent(value, new KerasEntry.Maker(entry, 0, 0));
    }

    private void made(Network.Part part, KerasEntry entry) {
      for (int i = 0; i < part.outputs().size(); i++) {
        makers.putIfAbsent(
            part.outputs().get(i), new KerasEntry.Maker(entry, entry.inputs().size() - 1, i));
      }
    }

    private void add(Layer layer, Network.Part part, Map<Object, KerasEntry> known) {
      if (!makers.keySet().containsAll(part.inputs())) {
        throw KerasGaps.part(name, whole.network(), part);
      }
      Object identity = part instanceof Network.Call call ? call.identity() : part;
      var before = known.get(identity);
      if (before != null) { // one layer, used once more
        before.inputs().add(part.inputs());
        made(part, before);
        return;
      }
      var entry =
          switch (part) {
            case Network.Call call ->
                new KerasEntry(
                    called.getOrDefault(identity, name),
                    layer,
                    whole.inside(call),
                    call.variables(),
                    new ArrayList<>(List.of(call.inputs())));
            case Network.Between step ->
                new KerasEntry(
                    scope.free(KerasJson.snake(KerasLayers.nameOf(layer).orElse("layer"))),
                    layer,
                    Optional.empty(),
                    List.of(),
                    new ArrayList<>(List.of(step.inputs())));
          };
      known.put(identity, entry);
      entries.put(entry.name(), entry);
      made(part, entry);
    }

    // ---- the two forms -------------------------------------------------------------------------

    ObjectNode sequential() {
      var config = KerasJson.object().put("name", name).put("trainable", !frozen);
      config.set("dtype", dtype());
      var layers = config.putArray("layers");
      for (var entry : entries.values()) {
        if (entry.inputs().isEmpty()) {
          layers.add(inputLayer(entry));
        } else {
          var object = layer(entry, items::add);
          layers.add(object);
        }
      }
      config.set("build_input_shape", shape(whole.inputs().getFirst().output().shape()));
      var root = object("keras", SEQUENTIAL, config);
      if (!old) {
        root.putObject("build_config")
            .set("input_shape", shape(whole.inputs().getFirst().output().shape()));
      }
      return root;
    }

    ObjectNode functional(Optional<JsonNode> begins, Optional<JsonNode> ends) {
      var config = KerasJson.object().put("name", name).put("trainable", !frozen);
      var layers = config.putArray("layers");
      for (var entry : entries.values()) {
        ObjectNode object;
        if (entry.inputs().isEmpty()) {
          object = inputLayer(entry);
          items.add(new KerasLayerTree("InputLayer", entry.name(), List.of(), List.of()));
        } else {
          object = layer(entry, items::add);
        }
        object.put("name", entry.name());
        var nodes = object.putArray("inbound_nodes");
        entry.inputs().forEach(inputs -> nodes.add(node(entry, inputs)));
        layers.add(object);
      }
      var inputs = whole.inputs().stream().map(step -> step.output()).toList();
      config.set("input_layers", ends(inputs, begins));
      config.set("output_layers", ends(whole.outputs(), ends));
      var root = object(FUNCTIONAL, "Functional", config);
      if (!old) {
        root.put("registered_name", "Functional");
        root.putObject("build_config").putNull("input_shape");
      }
      return root;
    }

    private JsonNode ends(List<Value> values, Optional<JsonNode> form) {
      var all =
          values.stream()
              .map(this::maker)
              .map(maker -> maker.json(maker.entry().usesBefore()))
              .toList();
      return KerasEnds.nested(all, form);
    }

    private KerasEntry.Maker maker(Value value) {
      return Optional.ofNullable(makers.get(value))
          .orElseThrow(() -> KerasGaps.value(name, whole.network(), value));
    }

    private ObjectNode node(KerasEntry entry, List<Value> inputs) {
      var tensors = new ArrayList<ObjectNode>();
      for (var input : inputs) {
        var config = KerasJson.object();
        config.set("shape", shape(input.shape()));
        config.put("dtype", "float32").set("keras_history", maker(input).json(0));
        var tensor = KerasJson.object().put("class_name", "__keras_tensor__");
        tensor.set("config", config);
        tensors.add(tensor);
      }
      var node = KerasJson.object();
      var form =
          entry.layer() instanceof Model model
              ? KerasEnds.form(model, KerasEnds.INPUTS, inputs.size())
              : Optional.<JsonNode>empty();
      var list = JsonNodeFactory.instance.arrayNode();
      node.set(
          "args",
          entry.layer() instanceof Join
              ? list.add(JsonNodeFactory.instance.arrayNode().addAll(tensors))
              : list.add(KerasEnds.nested(tensors, form)));
      node.set("kwargs", entry.arguments());
      return node;
    }

    // ---- layers --------------------------------------------------------------------------------

    private ObjectNode inputLayer(KerasEntry entry) {
      var config = KerasJson.object();
      config.set("batch_shape", shape(Objects.requireNonNull(begins.get(entry.name()))));
      config.put("dtype", "float32").put("sparse", false).put("ragged", false);
      config.put("name", entry.name()).put("optional", false);
      return object("keras.layers", "InputLayer", config);
    }

    private ObjectNode layer(KerasEntry entry, Consumer<KerasLayerTree> listed) {
      if (!entry.isModel()) {
        return leaf(entry, entry.layer(), listed);
      }
      var within = names.of(scope.inside(entry.name()));
      var inner =
          entry.layer() instanceof Model model
              ? model(entry.name(), model, within, names, frozen)
              : sequence(entry, within);
      listed.accept(inner.item());
      if (!old) {
        inner.json().putObject("compile_config");
      }
      return inner.json();
    }

    private Written sequence(KerasEntry entry, KerasNames.Scope within) {
      var inside = entry.inside().orElseThrow();
      boolean still = frozen || isFrozen(entry.variables());
      var listing = new Listing(entry.name(), inside, within, names, still);
      return listing.written(SEQUENTIAL, listing.sequential());
    }

    private ObjectNode leaf(KerasEntry entry, Layer layer, Consumer<KerasLayerTree> listed) {
      boolean trained = !frozen && !isFrozen(entry.variables());
      var config = KerasJson.object().put("name", entry.name()).put("trainable", trained);
      config.set("dtype", dtype());
      var keras = KerasLayers.nameOf(layer);
      ObjectNode object;
      if (keras.isPresent()) {
        KerasLayers.write(layer, new KerasFields(entry.name(), config, entry.variables()));
        requireWhole(entry, config);
        object = object(KerasLayers.moduleOf(keras.get()), keras.get(), config);
        if (!old && !KerasLayers.isExported(keras.get())) {
          object.put("registered_name", keras.get());
        }
      } else {
        object = own(entry, layer, config);
      }
      String type = object.path("class_name").asText();
      if (KerasLayers.is(Trait.ALWAYS_TRAINABLE, type)) {
        config.remove("trainable");
      }
      if (!old && !KerasLayers.is(Trait.UNBUILT, type)) {
        object.putObject("build_config").set("input_shape", entry.inputShape());
      }
      listed.accept(new KerasLayerTree(type, entry.name(), entry.variables(), List.of()));
      return object;
    }

    /// Keras takes a layer with `glu` to have as many channels as before it, and builds what follows for
    /// twice as many as there are.
    private void requireWhole(KerasEntry entry, ObjectNode config) {
      boolean read =
          entries.values().stream()
              .flatMap(other -> other.inputs().stream())
              .flatMap(List::stream)
              .anyMatch(value -> maker(value).entry() == entry);
      if (read && config.path("activation").asText().equals("glu")) {
        throw new FormatException(
            entry.name(),
            "an activation that Keras can build layers after",
            "glu, which halves the channels",
            "save it as .fovea, or use glu only where nothing follows.");
      }
    }

    private ObjectNode own(KerasEntry entry, Layer layer, ObjectNode config) {
      String registered =
          Types.nameOf(layer.getClass()).orElseThrow(() -> KerasGaps.layer(entry.name(), layer));
      var record =
          new RecordWriter(
                  _ -> {
                    throw KerasGaps.layer(entry.name(), layer);
                  })
              .write(entry.name(), layer, Layer.class);
      record.properties().stream()
          .filter(member -> !member.getKey().equals(RecordWriter.TYPE))
          .forEach(member -> config.set(member.getKey(), member.getValue()));
      String type = registered.substring(registered.lastIndexOf('>') + 1);
      var object = object("", type, config);
      return old
          ? object.put("class_name", registered)
          : object.putNull("module").put("registered_name", registered);
    }
  }
}
