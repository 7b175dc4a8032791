// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.fovea.error.FormatException;
import io.fovea.formats.Fixes;
import io.fovea.formats.JsonValues;
import io.fovea.formats.keras.KerasKind.Trait;
import io.fovea.nn.Join;
import io.fovea.nn.Layer;
import io.fovea.nn.Layers;
import io.fovea.nn.Network;
import io.fovea.nn.Node;
import io.fovea.nn.Rescaling;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Describes a functional model of a file: its inputs in their order, and each use of a layer once
/// everything that it reads is there.
///
/// Mutable, for one model.
final class KerasFunctional {
  private final KerasReader reader;
  private final KerasConfig config;
  private final KerasNames.Scope names;
  private final Map<String, KerasReader.Entry> entries =
      new LinkedHashMap<>(); // by name in the file
  private final Map<String, List<KerasUse>> uses = new HashMap<>();
  private final Map<String, JsonNode> inputs = new LinkedHashMap<>();
  private final Map<KerasUse.Output, Node> nodes = new HashMap<>();

  KerasFunctional(KerasReader reader, KerasConfig config, KerasNames.Scope names) {
    this.reader = reader;
    this.config = config;
    this.names = names;
  }

  KerasReader.Described read() {
    for (var node : config.items("layers")) {
      list(node);
    }
    uses.replaceAll((_, calls) -> calls.stream().map(this::counted).toList());
    var begins = KerasEnds.of(config.where(), config.get("input_layers"));
    begins.all().forEach(begin -> input(begin.layer()));
    connect();
    var ends = KerasEnds.of(config.where(), config.get("output_layers"));
    JsonValues.require(!ends.all().isEmpty(), config.where(), "at least one output", config.node());
    var network = network(ends);
    KerasOptions.requireNoOther(config);
    var items = new ArrayList<KerasLayerTree>();
    var variables = KerasReader.variables(network);
    for (var node : config.items("layers")) {
      var entry = entries.get(name(node));
      items.add(
          entry == null
              ? new KerasLayerTree("InputLayer", name(node), List.of(), List.of())
              : KerasReader.item(
                  entry,
                  variables,
                  uses.getOrDefault(name(node), List.of()).stream().anyMatch(KerasUse::resting)));
    }
    var metadata = new HashMap<String, String>();
    Map.of(KerasEnds.INPUTS, begins, KerasEnds.OUTPUTS, ends)
        .forEach((key, some) -> {
          if (!some.isPlain()) {
            metadata.put(key, KerasJson.text(some.form()));
          }
        });
    return KerasReader.described(network, "Functional", items, config, metadata, Optional.of(ends));
  }

  private Network network(KerasEnds ends) {
    var outputs = ends.all().stream().map(this::end).toList();
    var keys = ends.names();
    if (keys.isEmpty()) {
      return Network.to(outputs.toArray(Node[]::new));
    }
    var named = new TreeMap<String, Node>();
    for (int i = 0; i < keys.size(); i++) {
      named.put(keys.get(i), outputs.get(i));
    }
    return Network.to(named);
  }

  // ---- what there is -------------------------------------------------------------------------

  private static String name(JsonNode node) {
    return node.path("name").asText(node.path("config").path("name").asText());
  }

  private void list(JsonNode node) {
    if (node.path("class_name").asText().equals("InputLayer")) {
      inputs.put(name(node), node);
      return;
    }
    var entry = reader.entry(config.where(), node, names);
    JsonValues.require(
        entries.putIfAbsent(name(node), entry) == null, config.where(), "a new name", node);
    var calls = KerasUse.of(entry.config().where(), node.path("inbound_nodes"), arguments(entry));
    // all others may be told to train
    if ((entry.layer() instanceof Model || KerasLayers.is(Trait.TWO_FACED, entry.type()))
        && calls.stream().anyMatch(call -> call.training().orElse(false))) {
      throw new FormatException(
          entry.config().where() + ".training",
          "a layer that rests while the model predicts",
          "training=True",
          "call it in Python without training, and save again.");
    }
    uses.put(name(node), calls);
  }

  private static KerasUse.Arguments arguments(KerasReader.Entry entry) {
    return switch (entry.layer()) {
      case Join _ -> new KerasUse.Arguments.All();
      case Rescaling _ when KerasOps.isScaling(entry.type()) -> new KerasUse.Arguments.One();
      case Model model -> new KerasUse.Arguments.Named(model.network().inputNames());
      default -> new KerasUse.Arguments.First();
    };
  }

  /// Keras 2 counts the uses of models inside models from 1, Keras 3 only in `output_layers`.
  private KerasUse counted(KerasUse use) {
    return new KerasUse(use.inputs().stream().map(this::counted).toList(), use.training());
  }

  private KerasUse.Output counted(KerasUse.Output output) {
    var calls = uses.getOrDefault(output.layer(), List.of());
    boolean fromOne =
        isModel(output)
            && uses.values().stream()
                .flatMap(List::stream)
                .flatMap(use -> use.inputs().stream())
                .anyMatch(o -> o.layer().equals(output.layer()) && o.call() == calls.size());
    return fromOne ? output.call(output.call() - 1) : output;
  }

  private boolean isModel(KerasUse.Output output) {
    var entry = entries.get(output.layer());
    return entry != null && entry.layer() instanceof Model;
  }

  /// The node of an output of the model. A functional model inside has a use of its own before those
  /// here, which counts; older files of Fovea say 0 for the first.
  private Node end(KerasUse.Output output) {
    int calls = uses.getOrDefault(output.layer(), List.of()).size();
    boolean functional =
        isModel(output)
            && !Objects.requireNonNull(entries.get(output.layer())).type().equals("Sequential");
    boolean fromOne = functional ? output.call() > 0 : isModel(output) && output.call() == calls;
    var node = nodes.get(fromOne ? output.call(output.call() - 1) : output);
    if (node == null) {
      throw new FormatException(
          config.where(), "an output of a layer", output.layer(), Fixes.DAMAGED);
    }
    return node;
  }

  // ---- what reads what -----------------------------------------------------------------------

  private void input(String layer) {
    var node = inputs.get(layer);
    JsonValues.require(
        node != null, config.where() + ".input_layers", "an input", config.get("input_layers"));
    var own = new KerasConfig(config.where(), Objects.requireNonNull(node).path("config"));
    var sizes = KerasReader.sizes(own);
    String name = names.here(layer);
    var any = nodes.values().stream().findFirst();
    nodes.put(
        new KerasUse.Output(layer, 0, 0),
        any.map(first -> first.input(name, sizes)).orElseGet(() -> Layers.input(name, sizes)));
  }

  private void connect() {
    var later = new HashMap<String, List<String>>(); // names of further uses
    uses.forEach((name, calls) -> {
      var own = Objects.requireNonNull(entries.get(name)).name();
      later.put(name, calls.stream().skip(1).map(_ -> names.free(own)).toList());
    });
    int left = uses.values().stream().mapToInt(List::size).sum();
    for (int before = left + 1; left < before && left > 0; ) {
      before = left;
      for (var name : entries.keySet()) {
        var calls = uses.getOrDefault(name, List.of());
        for (int call = 0; call < calls.size(); call++) {
          var use = calls.get(call);
          if (nodes.containsKey(new KerasUse.Output(name, call, 0))
              || !nodes.keySet().containsAll(use.inputs())) {
            continue;
          }
          var entry = Objects.requireNonNull(entries.get(name));
          String path =
              call == 0 ? entry.name() : later.getOrDefault(name, List.of()).get(call - 1);
          entry.requireFit(Objects.requireNonNull(nodes.get(use.inputs().getFirst())));
          var layer = calls.size() == 1 ? entry.layer() : shared(entry);
          use(name, call, path, layer, use.inputs().stream().map(nodes::get).toList());
          left--;
        }
      }
    }
    if (left > 0) {
      throw new FormatException(
          config.where(), "layers that read what stands before them", "a ring", Fixes.DAMAGED);
    }
  }

  /// A layer that is used several times keeps its variables.
  private static Layer shared(KerasReader.Entry entry) {
    return Layers.shared(entry.name(), entry.layer());
  }

  private void use(String name, int call, String path, Layer layer, List<Node> inputs) {
    var others = inputs.subList(1, inputs.size()).toArray(Node[]::new);
    var outputs = inputs.getFirst().thenAll(path, layer, others);
    for (int i = 0; i < outputs.size(); i++) {
      nodes.put(new KerasUse.Output(name, call, i), outputs.get(i));
    }
  }
}
