package io.fovea.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.error.Reason;
import io.fovea.graph.Variable;
import io.fovea.nn.Join;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Describes a model from Keras' JSON, of Keras 3 or 2.
final class KerasReader {
  /// A model and how the file lists it.
  record Described(Model model, KerasItem item) {}

  /// A layer of the file: its entry, what it is here, and for a model what is inside.
  private record Entry(
      String type, String name, KerasConfig config, Layer layer, List<KerasItem> items) {}

  private final String file;

  KerasReader(String file) {
    this.file = file;
  }

  /// The model of a file.
  Described read(JsonNode root) {
    try {
      return model(root, file);
    } catch (FormatException e) {
      throw e;
    } catch (RuntimeException e) {
      // layers check what they get while they are described; in a file, all that is damage
      throw new FormatException(
          file, "layers that fit together", Reason.of(e), FoveaFormat.DAMAGED);
    }
  }

  private Described model(JsonNode node, String where) {
    String type = RecordReader.text(where, node.path("class_name"));
    var config = new KerasConfig(where, node.path("config"));
    return switch (type) {
      case "Sequential" -> sequential(where, node);
      case "Functional", "Model" -> functional(config);
      default ->
          throw new FormatException(
              where,
              "a Sequential or Functional model",
              type,
              "save a model of this kind in Python; a subclassed model is Python code.");
    };
  }

  // ---- sequential ----------------------------------------------------------------------------

  private Described sequential(String where, JsonNode root) {
    // the oldest files have the list of layers alone
    var whole = root.path("config");
    var config = new KerasConfig(where, whole.isArray() ? KerasJson.object() : whole);
    var layers = whole.isArray() ? whole : config.get("layers");
    String name = config.text("name", "sequential");
    var entries = new ArrayList<>(RecordReader.items(where + ".layers", layers));
    RecordReader.require(!entries.isEmpty(), where, "at least one layer", layers);
    KerasConfig.requireFew(where, entries);
    var items = new ArrayList<KerasItem>();
    var begin = begin(where, root, entries);
    var x = begin;
    var made = new ArrayList<Entry>();
    for (var node : entries) {
      var entry = entry(where, node);
      x = use(entry, List.of(x), 0);
      made.add(entry);
    }
    var network = Network.to(x);
    var variables = variables(network);
    for (var entry : made) {
      items.add(item(entry, variables, false));
    }
    return described(name, network, KerasItem.model("Sequential", name, items), config);
  }

  /// The input, which may be an entry of its own (taken off the list) or a member of another.
  private Node begin(String where, JsonNode root, List<JsonNode> entries) {
    var first = entries.getFirst();
    var config = new KerasConfig(where, first.path("config"));
    if (first.path("class_name").asText().equals("InputLayer")) {
      entries.removeFirst();
      return input(config);
    }
    for (String key : List.of("batch_input_shape", "batch_shape")) {
      if (config.has(key)) {
        return Layers.input(config.example(key).toArray());
      }
    }
    var own = new KerasConfig(where, root.path("config"));
    if (own.has("build_input_shape")) {
      return Layers.input(own.example("build_input_shape").toArray());
    }
    var layers = config.get("layers");
    if (layers.isArray() && !layers.isEmpty()) { // a model inside knows its input
      return begin(where, first, new ArrayList<>(RecordReader.items(where, layers)));
    }
    throw new FormatException(
        where,
        "a model that knows the shape of its input",
        "none",
        "build it in Python, e.g. with keras.Input(shape), and save again.");
  }

  private static Node input(KerasConfig config) {
    String key = config.has("batch_shape") ? "batch_shape" : "batch_input_shape";
    return Layers.input(config.text("name", "input"), config.example(key).toArray());
  }

  // ---- functional ----------------------------------------------------------------------------

  private Described functional(KerasConfig config) {
    String name = config.text("name", "functional");
    var entries = new LinkedHashMap<String, Entry>();
    var uses = new LinkedHashMap<String, List<KerasUse>>();
    var nodes = new HashMap<KerasUse.Output, Node>();
    for (var node : config.items("layers")) {
      if (node.path("class_name").asText().equals("InputLayer")) {
        input(config.where(), node, nodes);
        continue;
      }
      var entry = entry(config.where(), node);
      String key = node.path("name").asText(entry.name());
      RecordReader.require(
          entries.putIfAbsent(key, entry) == null, config.where(), "a new name", node);
      uses.put(
          key,
          KerasUse.of(
              entry.config().where(), node.path("inbound_nodes"), entry.layer() instanceof Join));
    }
    connect(config.where(), entries, uses, nodes);
    var outputs = new ArrayList<Node>();
    for (var output : KerasUse.outputs(config.where(), config.get("output_layers"))) {
      outputs.add(node(config.where(), output, nodes));
    }
    RecordReader.require(!outputs.isEmpty(), config.where(), "at least one output", config.node());
    var network = Network.to(outputs.toArray(Node[]::new));
    var items = new ArrayList<KerasItem>();
    var variables = variables(network);
    for (var node : config.items("layers")) {
      String key = node.path("name").asText(node.path("config").path("name").asText());
      var entry = entries.get(key);
      items.add(
          entry == null
              ? new KerasItem("InputLayer", key, List.of(), List.of())
              : item(
                  entry,
                  variables,
                  uses.getOrDefault(key, List.of()).stream().anyMatch(KerasUse::resting)));
    }
    return described(name, network, KerasItem.model("Functional", name, items), config);
  }

  private static void input(String where, JsonNode node, Map<KerasUse.Output, Node> nodes) {
    var config = new KerasConfig(where, node.path("config"));
    String key = config.has("batch_shape") ? "batch_shape" : "batch_input_shape";
    String name = node.path("name").asText(config.text("name", "input"));
    var sizes = config.example(key).toArray();
    var any = nodes.values().stream().findFirst();
    nodes.put(
        new KerasUse.Output(name, 0),
        any.map(first -> first.input(name, sizes)).orElseGet(() -> Layers.input(name, sizes)));
  }

  /// Describes each use once everything that it reads is there; in the order of the file, which is
  /// that of weights.
  private void connect(
      String where,
      Map<String, Entry> entries,
      Map<String, List<KerasUse>> uses,
      Map<KerasUse.Output, Node> nodes) {
    var shared = new HashMap<String, Entry>();
    int left = uses.values().stream().mapToInt(List::size).sum();
    for (int before = left + 1; left < before && left > 0; ) {
      before = left;
      for (var entry : entries.values()) {
        String name = entry.name();
        var calls = uses.get(name);
        for (int call = 0; calls != null && call < calls.size(); call++) {
          var use = calls.get(call);
          var output = new KerasUse.Output(name, call);
          if (nodes.containsKey(output) || !nodes.keySet().containsAll(use.inputs())) {
            continue;
          }
          var inputs =
              use.inputs().stream()
                  .flatMap(i -> Optional.ofNullable(nodes.get(i)).stream())
                  .toList();
          var layer = calls.size() == 1 ? entry : shared(shared, entry);
          nodes.put(output, use(layer, inputs, call));
          left--;
        }
      }
    }
    if (left > 0) {
      throw new FormatException(
          where, "layers that read what stands before them", "a ring", FoveaFormat.DAMAGED);
    }
  }

  /// A layer that is used several times keeps its variables.
  private static Entry shared(Map<String, Entry> shared, Entry entry) {
    return entry.layer() instanceof Join || entry.layer() instanceof Model
        ? entry
        : shared.computeIfAbsent(
            entry.name(),
            name ->
                new Entry(
                    entry.type(),
                    name,
                    entry.config(),
                    Layers.shared(name.replace('/', '.'), entry.layer()),
                    List.of()));
  }

  // ---- layers --------------------------------------------------------------------------------

  private Entry entry(String where, JsonNode node) {
    String type = RecordReader.text(where, node.path("class_name"));
    var inner = node.path("config");
    String name = node.path("name").asText(inner.path("name").asText(KerasJson.snake(type)));
    var config = new KerasConfig(where + "/" + name, inner);
    requireFloat(config);
    if (type.equals("Sequential") || type.equals("Functional") || type.equals("Model")) {
      var nested = model(node, config.where());
      var model = nested.model();
      return new Entry(nested.item().type(), name, config, model, nested.item().items());
    }
    var layer =
        (KerasOps.isOperation(node) ? KerasOps.merge(type) : KerasLayers.read(type, config))
            .or(() -> own(node, type, config))
            .orElseThrow(() -> unknown(config.where(), type, node));
    return new Entry(type, name, config, layer, List.of());
  }

  private static void requireFloat(KerasConfig config) {
    var dtype = config.get("dtype");
    String name = dtype.isObject() ? dtype.path("config").path("name").asText() : dtype.asText();
    if (!name.isEmpty() && !name.equals("float32") && !name.equals("null")) {
      throw config.unsupported("dtype", "float32");
    }
  }

  /// A layer of the user's own, by the name it is registered under.
  private Optional<Layer> own(JsonNode node, String type, KerasConfig config) {
    String registered = node.path("registered_name").asText(type);
    for (String name : List.of(registered, type)) {
      var known =
          Types.named(name).filter(Layer.class::isAssignableFrom).filter(_ -> Types.isOwn(name));
      if (known.isPresent() && config.node() instanceof ObjectNode members) {
        var record = members.deepCopy();
        record.remove(List.of("name", "trainable", "dtype"));
        record.put(RecordWriter.TYPE, name);
        return Optional.of(new RecordReader(List.of()).read(config.where(), record, Layer.class));
      }
    }
    return Optional.empty();
  }

  private static FormatException unknown(String where, String type, JsonNode node) {
    if (type.equals("Lambda")) {
      return new FormatException(
          where,
          "a layer that is described by numbers",
          "Lambda, which is Python code",
          "replace it in Python by a layer such as Rescaling or Activation, or by one of your own.");
    }
    if (type.endsWith("OpLambda") || KerasOps.isOperation(node)) {
      return new FormatException(
          where,
          "a layer",
          type + ", an operation between layers",
          "replace it in Python by a layer such as Add, Multiply, Rescaling or Activation.");
    }
    String registered = node.path("registered_name").asText(type);
    return new FormatException(
        where,
        "a layer that Fovea has",
        type,
        "write it as a record and call LayerTypes.register(\"" + registered + "\", ...) first.");
  }

  private static Node use(Entry entry, List<Node> inputs, int call) {
    String name = (call == 0 ? entry.name() : entry.name() + "_" + call).replace('/', '.');
    var first = inputs.getFirst();
    var others = inputs.subList(1, inputs.size()).toArray(Node[]::new);
    Node output;
    if (entry.layer() instanceof Join join) {
      output = first.join(name, join, others);
    } else {
      if (others.length > 0) {
        throw new FormatException(
            entry.config().where(),
            "a layer of one input",
            inputs.size() + " inputs",
            KerasConfig.OTHER);
      }
      output = first.then(name, entry.layer());
    }
    return output;
  }

  private static Map<String, List<Variable>> variables(Network network) {
    var variables = new HashMap<String, List<Variable>>();
    network.layers().forEach(call -> variables.put(call.path(), call.variables()));
    return variables;
  }

  /// The layer as the file lists it; freezes what the file says is frozen.
  ///
  /// @param resting whether a call says `training=False`: moving statistics stay as they are
  private static KerasItem item(Entry entry, Map<String, List<Variable>> network, boolean resting) {
    var variables = network.getOrDefault(entry.name().replace('/', '.'), List.of());
    boolean trained = entry.config().bool("trainable", true);
    for (var variable : variables) {
      if (!trained || (resting && variable.kind() == Variable.Kind.STATE)) {
        variable.freeze(true);
      }
    }
    return entry.items().isEmpty()
        ? new KerasItem(entry.type(), entry.name(), variables, List.of())
        : KerasItem.model(entry.type(), entry.name(), entry.items());
  }

  private static Described described(
      String name, Network network, KerasItem item, KerasConfig config) {
    if (!config.bool("trainable", true)) {
      network.variables().forEach(variable -> variable.freeze(true));
    }
    var model = Model.of(name, network);
    return new Described(
        KerasParts.of(network).isChain() == item.type().equals("Sequential")
            ? model
            : model.metadata(Map.of(KerasWriter.CLASS, item.type())),
        item);
  }

  private static Node node(String where, KerasUse.Output output, Map<KerasUse.Output, Node> nodes) {
    // models inside models count their outputs from 1 in some files
    var node =
        nodes.getOrDefault(
            output, nodes.get(new KerasUse.Output(output.layer(), output.call() - 1)));
    if (node == null) {
      throw new FormatException(where, "an output of a layer", output.layer(), FoveaFormat.DAMAGED);
    }
    return node;
  }
}
