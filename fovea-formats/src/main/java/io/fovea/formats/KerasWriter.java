package io.fovea.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.graph.Op;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.nn.Join;
import io.fovea.nn.Layer;
import io.fovea.nn.LayerScale;
import io.fovea.nn.Network;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Writes a model as Keras' JSON: layers that Keras has as they are, others as the layers inside them.
final class KerasWriter {
  /// Key in the metadata of models whose class is not what their form suggests.
  static final String CLASS = "keras.class";

  private static final String SEQUENTIAL = "Sequential";
  private static final String FUNCTIONAL = "keras.src.models.functional";

  /// Classes that Keras needs not build, and stores no input shape for.
  private static final Set<String> UNBUILT =
      Set.of(
          "Activation",
          "AveragePooling2D",
          "Dropout",
          "ELU",
          "GaussianNoise",
          "GlobalAveragePooling2D",
          "GlobalMaxPooling2D",
          "LeakyReLU",
          "MaxPooling2D",
          "ReLU",
          "Softmax",
          "SpatialDropout2D");

  /// A model as JSON, and how files list it.
  record Written(ObjectNode json, KerasItem item) {}

  /// A layer of the file: its first use, what is inside if it is a sequence, and the inputs of all uses.
  private record Entry(
      String name,
      Layer layer,
      Optional<KerasParts> inside,
      List<Variable> variables,
      List<List<Value>> inputs) {
    boolean isModel() {
      return layer instanceof Model || inside.isPresent();
    }
  }

  private final boolean old;

  /// @param old whether objects have no module, as in whole-model `.h5` files
  KerasWriter(boolean old) {
    this.old = old;
  }

  /// The root object.
  Written write(Model model) {
    return model(model.name(), model, false);
  }

  // ---- models --------------------------------------------------------------------------------

  private Written model(String name, Model model, boolean frozen) {
    var parts = KerasParts.of(model.network());
    String type = model.metadata().getOrDefault(CLASS, parts.isChain() ? SEQUENTIAL : "Functional");
    return written(type, name, parts, frozen || isFrozen(model.variables()));
  }

  private Written written(String type, String name, KerasParts parts, boolean frozen) {
    var listing = new Listing(name, parts, frozen);
    var written = type.equals(SEQUENTIAL) ? listing.sequential() : listing.functional();
    return new Written(written, KerasItem.model(type, name, listing.items));
  }

  private static boolean isFrozen(List<Variable> variables) {
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
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<Value, ArrayNode> makers = new HashMap<>();
    private final List<KerasItem> items = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();

    Listing(String name, KerasParts whole, boolean frozen) {
      this.name = name;
      this.whole = whole;
      this.frozen = frozen;
      var known = new HashMap<List<Variable>, Entry>();
      for (var part : whole.parts()) {
        if (part instanceof Network.Call call) {
          names.add(call.path().replace('/', '_'));
        }
      }
      for (var part : whole.parts()) {
        switch (part) {
          case Network.Between(var step) when step.op() instanceof Op.Input(var input, var _) ->
              input(input, step.output());
          case Network.Between(var step) ->
              add(
                  KerasOps.layer(step)
                      .orElseThrow(
                          () -> unsupported(step.path().isEmpty() ? name : step.path(), step.op())),
                  part,
                  known);
          case Network.Call call -> add(KerasParts.plain(call.layer()), call, known);
        }
      }
    }

    private FormatException unsupported(String where, Object what) {
      return new FormatException(
          where,
          "a layer that Keras has",
          what.toString(),
          "save as .fovea, or write it as a layer and call LayerTypes.register(...).");
    }

    private void input(String input, Value value) {
      names.add(input);
      entries.put(input, new Entry(input, x -> x, Optional.empty(), List.of(), List.of()));
      made(value, input, 0);
    }

    private void made(Value value, String maker, int use) {
      makers.putIfAbsent(value, JsonNodeFactory.instance.arrayNode().add(maker).add(use).add(0));
    }

    private void add(Layer layer, Network.Part part, Map<List<Variable>, Entry> known) {
      if (!makers.keySet().containsAll(part.inputs())) {
        throw unsupported(
            part instanceof Network.Between(var step) && !step.path().isEmpty()
                ? step.path()
                : name,
            "one with numbers of its own");
      }
      var variables = part instanceof Network.Call call ? call.variables() : List.<Variable>of();
      var before = known.get(variables);
      if (before != null && before.layer().equals(layer)) { // one layer, used once more
        before.inputs().add(part.inputs());
        made(part.outputs().getFirst(), before.name(), before.inputs().size() - 1);
        return;
      }
      String path = part instanceof Network.Call call ? call.path().replace('/', '_') : free(layer);
      var inside =
          part instanceof Network.Call call ? whole.inside(call) : Optional.<KerasParts>empty();
      var entry =
          new Entry(path, layer, inside, variables, new ArrayList<>(List.of(part.inputs())));
      if (!variables.isEmpty()) {
        known.put(variables, entry);
      }
      entries.put(path, entry);
      made(part.outputs().getFirst(), path, 0);
    }

    /// A name for what has none.
    private String free(Layer layer) {
      String stem = KerasJson.snake(KerasLayers.nameOf(layer).orElse("layer"));
      String free = stem;
      while (!names.add(free)) {
        free = stem + "_" + counts.merge(stem, 1, Integer::sum);
      }
      return free;
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

    ObjectNode functional() {
      var config = KerasJson.object().put("name", name).put("trainable", !frozen);
      var layers = config.putArray("layers");
      for (var entry : entries.values()) {
        ObjectNode object;
        if (entry.inputs().isEmpty()) {
          object = inputLayer(entry);
          items.add(new KerasItem("InputLayer", entry.name(), List.of(), List.of()));
        } else {
          object = layer(entry, items::add);
        }
        object.put("name", entry.name());
        var nodes = object.putArray("inbound_nodes");
        entry.inputs().forEach(inputs -> nodes.add(node(entry, inputs)));
        layers.add(object);
      }
      var inputs = whole.inputs().stream().map(step -> step.output()).toList();
      config.set("input_layers", ends(inputs));
      config.set("output_layers", ends(whole.outputs()));
      var root = object(FUNCTIONAL, "Functional", config);
      if (!old) {
        root.put("registered_name", "Functional");
        root.putObject("build_config").putNull("input_shape");
      }
      return root;
    }

    private JsonNode ends(List<Value> values) {
      if (values.size() == 1) {
        return maker(values.getFirst());
      }
      var all = JsonNodeFactory.instance.arrayNode();
      values.forEach(value -> all.add(maker(value)));
      return all;
    }

    private ArrayNode maker(Value value) {
      var maker = makers.get(value);
      if (maker == null) {
        throw unsupported(name, "a value that no layer makes");
      }
      return maker.deepCopy();
    }

    private ObjectNode node(Entry entry, List<Value> inputs) {
      var tensors = JsonNodeFactory.instance.arrayNode();
      for (var input : inputs) {
        var config = KerasJson.object();
        config.set("shape", shape(input.shape()));
        config.put("dtype", "float32").set("keras_history", maker(input));
        var tensor = KerasJson.object().put("class_name", "__keras_tensor__");
        tensor.set("config", config);
        tensors.add(tensor);
      }
      var node = KerasJson.object();
      node.set(
          "args",
          entry.layer() instanceof Join
              ? JsonNodeFactory.instance.arrayNode().add(tensors)
              : tensors);
      node.set("kwargs", arguments(entry));
      return node;
    }

    /// Moving statistics that are frozen alone mean a call in inference.
    private static ObjectNode arguments(Entry entry) {
      var arguments = KerasJson.object();
      var states = entry.variables().stream().filter(v -> v.kind() == Variable.Kind.STATE).toList();
      if (isFrozen(states) && !isFrozen(entry.variables())) {
        arguments.put("training", false);
      }
      boolean masked =
          entry.isModel()
              || KerasLayers.nameOf(entry.layer()).filter("BatchNormalization"::equals).isPresent();
      return masked ? arguments.putNull("mask") : arguments;
    }

    // ---- layers --------------------------------------------------------------------------------

    private ObjectNode inputLayer(Entry entry) {
      var input =
          whole.inputs().stream()
              .filter(step -> step.op() instanceof Op.Input(var n, var _) && n.equals(entry.name()))
              .findFirst()
              .orElseThrow();
      var config = KerasJson.object();
      config.set("batch_shape", shape(input.output().shape()));
      config.put("dtype", "float32").put("sparse", false).put("ragged", false);
      config.put("name", entry.name()).put("optional", false);
      return object("keras.layers", "InputLayer", config);
    }

    private ObjectNode layer(Entry entry, Consumer<KerasItem> listed) {
      if (!entry.isModel()) {
        return leaf(entry, entry.layer(), listed);
      }
      var inner =
          entry.layer() instanceof Model model
              ? model(entry.name(), model, frozen)
              : written(
                  SEQUENTIAL,
                  entry.name(),
                  entry.inside().orElseThrow(),
                  frozen || isFrozen(entry.variables()));
      listed.accept(inner.item());
      if (!old) {
        inner.json().putObject("compile_config");
      }
      return inner.json();
    }

    private ObjectNode leaf(Entry entry, Layer layer, Consumer<KerasItem> listed) {
      boolean trained = !frozen && !isFrozen(entry.variables());
      var config = KerasJson.object().put("name", entry.name()).put("trainable", trained);
      config.set("dtype", dtype());
      var keras = KerasLayers.nameOf(layer);
      ObjectNode object;
      if (keras.isPresent()) {
        KerasLayers.write(layer, new KerasFields(entry.name(), config));
        if (layer instanceof LayerScale) {
          config.put("projection_dim", entry.variables().getFirst().shape().channels());
        }
        object = object(KerasLayers.moduleOf(keras.get()), keras.get(), config);
        if (!old && !KerasLayers.isExported(keras.get())) {
          object.put("registered_name", keras.get());
        }
      } else {
        object = own(entry, layer, config);
      }
      String type = object.path("class_name").asText();
      if (type.equals("SpatialDropout2D")) {
        config.remove("trainable"); // its constructor does not take it
      }
      if (!old && !UNBUILT.contains(type)) {
        object.putObject("build_config").set("input_shape", inputShape(entry));
      }
      listed.accept(new KerasItem(type, entry.name(), entry.variables(), List.of()));
      return object;
    }

    private ObjectNode own(Entry entry, Layer layer, ObjectNode config) {
      String registered =
          Types.nameOf(layer.getClass()).orElseThrow(() -> unsupported(entry.name(), layer));
      var record =
          new RecordWriter(
                  _ -> {
                    throw unsupported(entry.name(), "a model inside a layer");
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

    private static JsonNode inputShape(Entry entry) {
      var inputs = entry.inputs().getFirst();
      if (!(entry.layer() instanceof Join)) {
        return shape(inputs.getFirst().shape());
      }
      var all = JsonNodeFactory.instance.arrayNode();
      inputs.forEach(input -> all.add(shape(input.shape())));
      return all;
    }
  }
}
