// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fovea.error.FormatException;
import io.fovea.error.FoveaException;
import io.fovea.error.Reason;
import io.fovea.formats.Fixes;
import io.fovea.formats.JsonValues;
import io.fovea.formats.RecordReader;
import io.fovea.formats.RecordWriter;
import io.fovea.formats.Types;
import io.fovea.graph.Variable;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Describes a model from Keras' JSON, of Keras 3 or 2.
final class KerasReader {
  /// A model and how the file lists it.
  ///
  /// @param outputs how the file nests them; empty if there is but one
  record Described(Model model, KerasLayerTree item, Optional<KerasEnds> outputs) {}

  /// A layer of the file: its entry, what it is here, and for a model what is inside.
  ///
  /// @param inFile its name in the file
  /// @param name its name here
  record Entry(
      String type,
      String inFile,
      String name,
      KerasConfig config,
      Layer layer,
      List<KerasLayerTree> items) {
    /// Throws if the layer is to do something with its input that it does not do here.
    void requireFit(Node input) {
      if (KerasLayers.is(KerasKind.Trait.LAST_AXIS, type) && items.isEmpty()) {
        KerasNorms.requireLast(config, input.shape().rank());
      }
    }
  }

  private final String file;
  private final KerasNames names;

  /// @param metadata what the file keeps beside what Keras reads
  KerasReader(String file, Map<String, String> metadata) {
    this.file = file;
    this.names = new KerasNames(metadata);
  }

  /// The model of a file.
  Described read(JsonNode root) {
    try {
      var read = model(root, file, "");
      var all = new HashMap<>(read.model().metadata());
      all.putAll(names.metadata());
      var model =
          Model.of(names.model(read.item().name()), read.model().network()).replaceMetadata(all);
      return new Described(model, read.item(), read.outputs());
    } catch (FormatException e) {
      throw e;
    } catch (FoveaException | IllegalArgumentException | IllegalStateException e) {
      // layers check what they get while they are described, and say what they do not take
      throw new FormatException(
          file, "layers that Fovea has and that fit together", Reason.of(e), KerasConfig.OTHER);
    } catch (RuntimeException e) {
      throw new FormatException(file, "layers that fit together", Reason.of(e), Fixes.DAMAGED);
    }
  }

  private Described model(JsonNode node, String where, String path) {
    String type = KerasConfig.className(where, node);
    var config = new KerasConfig(where, node.path("config"));
    KerasOptions.requireKnown(where, node);
    return switch (type) {
      case "Sequential" -> sequential(where, node, names.of(path));
      case "Functional", "Model" -> new KerasFunctional(this, config, names.of(path)).read();
      default ->
          throw new FormatException(
              where,
              "a Sequential or Functional model",
              type,
              "save a model of this kind in Python; a subclassed model is Python code.");
    };
  }

  // ---- sequential ----------------------------------------------------------------------------

  private Described sequential(String where, JsonNode root, KerasNames.Scope names) {
    // the oldest files have the list of layers alone
    var whole = root.path("config");
    var config = new KerasConfig(where, whole.isArray() ? KerasJson.object() : whole);
    var layers = whole.isArray() ? whole : config.get("layers");
    var entries = new ArrayList<>(JsonValues.items(where + ".layers", layers));
    JsonValues.require(!entries.isEmpty(), where, "at least one layer", layers);
    KerasConfig.requireFew(where, entries);
    var items = new ArrayList<KerasLayerTree>();
    var x = begin(where, root, entries);
    var made = new ArrayList<Entry>();
    for (var node : entries) {
      var entry = entry(where, node, names);
      entry.requireFit(x);
      x = x.then(entry.name(), entry.layer());
      made.add(entry);
    }
    var network = Network.to(x);
    KerasOptions.requireNoOther(config);
    var variables = variables(network);
    for (var entry : made) {
      items.add(item(entry, variables, false));
    }
    return described(network, "Sequential", items, config, Map.of(), Optional.empty());
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
    var built = new KerasConfig(where, root.path("build_config"));
    if (built.has("input_shape")) {
      return Layers.input(built.example("input_shape").toArray());
    }
    var own = new KerasConfig(where, root.path("config"));
    if (own.has("build_input_shape")) {
      return Layers.input(own.example("build_input_shape").toArray());
    }
    var layers = config.get("layers");
    if (layers.isArray() && !layers.isEmpty()) { // a model inside knows its input
      return begin(where, first, new ArrayList<>(JsonValues.items(where, layers)));
    }
    throw new FormatException(
        where,
        "a model that knows the shape of its input",
        "none",
        "build it in Python, e.g. with keras.Input(shape), and save again.");
  }

  private static Node input(KerasConfig config) {
    return Layers.input(config.text("name", "input"), sizes(config));
  }

  /// The sizes of the examples that an input takes, after a look at all else that it says.
  static int[] sizes(KerasConfig config) {
    if (dtype(config).matches("u?int\\d+")) {
      KerasTraining.say(
          config.where() + ".dtype",
          "pictures as float32",
          dtype(config),
          "give the model whole numbers; Keras cuts fractions off there.");
    } else {
      requireFloat(config);
    }
    KerasOptions.requireNoOther(config);
    String key = config.has("batch_shape") ? "batch_shape" : "batch_input_shape";
    return config.example(key).toArray();
  }

  // ---- layers --------------------------------------------------------------------------------

  Entry entry(String where, JsonNode node, KerasNames.Scope names) {
    String type = KerasConfig.className(where, node);
    var inner = node.path("config");
    String inFile = node.path("name").asText(inner.path("name").asText(KerasJson.snake(type)));
    var config = new KerasConfig(where + "/" + inFile, inner);
    String name = names.here(inFile);
    requireFloat(config);
    KerasOptions.requireKnown(config.where(), node);
    if (type.equals("Sequential") || type.equals("Functional") || type.equals("Model")) {
      var nested = model(node, config.where(), names.inside(inFile));
      var model = nested.model();
      return new Entry(nested.item().type(), inFile, name, config, model, nested.item().items());
    }
    var layer =
        known(node, type, config)
            .or(() -> own(node, type, config))
            .orElseThrow(() -> unknown(config.where(), type, node));
    return new Entry(type, inFile, name, config, layer, List.of());
  }

  private static Optional<Layer> known(JsonNode node, String type, KerasConfig config) {
    if (KerasOps.isOperation(node)) {
      var layer = KerasOps.read(type, node);
      layer.ifPresent(_ -> KerasOptions.requireNoOther(config));
      return layer;
    }
    return KerasOptions.isForeign(node) ? Optional.empty() : KerasLayers.read(type, config);
  }

  private static void requireFloat(KerasConfig config) {
    String name = dtype(config);
    if (!name.isEmpty() && !name.equals("float32") && !name.equals("null")) {
      throw config.unsupported("dtype", "float32");
    }
  }

  private static String dtype(KerasConfig config) {
    var dtype = config.get("dtype");
    return dtype.isObject() ? dtype.path("config").path("name").asText() : dtype.asText();
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
          "replace it in Python by a layer such as Rescaling or Activation, or by one of your"
              + " own.");
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

  static Map<String, List<Variable>> variables(Network network) {
    var variables = new HashMap<String, List<Variable>>();
    network.layers().forEach(call -> variables.put(call.path(), call.variables()));
    return variables;
  }

  /// The layer as the file lists it; freezes what the file says is frozen.
  ///
  /// @param resting whether a call says `training=False`: moving statistics stay as they are
  static KerasLayerTree item(Entry entry, Map<String, List<Variable>> network, boolean resting) {
    var variables = network.getOrDefault(entry.name(), List.of());
    boolean trained = entry.config().bool("trainable", true);
    for (var variable : variables) {
      if (!trained || (resting && variable.kind() == Variable.Kind.STATE)) {
        variable.freeze(true);
      }
    }
    return entry.items().isEmpty()
        ? new KerasLayerTree(entry.type(), entry.inFile(), variables, List.of())
        : KerasLayerTree.model(entry.type(), entry.inFile(), entry.items());
  }

  static Described described(
      Network network,
      String type,
      List<KerasLayerTree> items,
      KerasConfig config,
      Map<String, String> metadata,
      Optional<KerasEnds> outputs) {
    if (!config.bool("trainable", true)) {
      network.variables().forEach(variable -> variable.freeze(true));
    }
    var all = new HashMap<>(metadata);
    if (KerasParts.of(network).isChain() != type.equals("Sequential")) {
      all.put(KerasWriter.CLASS, type);
    }
    String name = config.text("name", KerasJson.snake(type));
    return new Described(
        Model.of(name, network).replaceMetadata(all),
        KerasLayerTree.model(type, name, items),
        outputs);
  }
}
