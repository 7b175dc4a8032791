// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The inputs or the outputs of a model as its file nests them: one, a list, or an object with keys; in
/// Keras' flat order, in which keys are sorted.
///
/// @param all the layers and calls that they come from
/// @param paths where each lies: keys, and numbers in lists
/// @param form the nesting, with the place in the flat order instead of each end
record KerasEnds(List<KerasUse.Output> all, List<List<String>> paths, JsonNode form) {
  /// Keys in the metadata of models whose inputs or outputs are no plain list.
  static final String INPUTS = "keras.inputs";

  static final String OUTPUTS = "keras.outputs";

  private static final Comparator<String> BY_LETTERS =
      Comparator.comparing(name -> name.codePoints().toArray(), Arrays::compare);

  /// Copies the lists.
  KerasEnds {
    all = List.copyOf(all);
    paths = List.copyOf(paths);
  }

  /// Reads `input_layers` or `output_layers`.
  static KerasEnds of(String where, JsonNode node) {
    var all = new ArrayList<KerasUse.Output>();
    var paths = new ArrayList<List<String>>();
    var form = walk(where, node, List.of(), all, paths);
    return new KerasEnds(all, paths, form);
  }

  private static JsonNode walk(
      String where,
      JsonNode node,
      List<String> path,
      List<KerasUse.Output> all,
      List<List<String>> paths) {
    if (node.isArray() && !(node.path(0).isTextual() && node.path(1).isInt())) {
      var form = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < node.size(); i++) {
        form.add(walk(where, node.path(i), with(path, String.valueOf(i)), all, paths));
      }
      return form;
    }
    if (node.isObject()) {
      var forms = new HashMap<String, JsonNode>();
      for (String key : sorted(node)) {
        forms.put(key, walk(where, node.path(key), with(path, key), all, paths));
      }
      var form = KerasJson.object(); // in the order of the file
      node.properties().forEach(entry -> form.set(entry.getKey(), forms.get(entry.getKey())));
      return form;
    }
    all.add(KerasUse.output(where, node));
    paths.add(path);
    return IntNode.valueOf(all.size() - 1);
  }

  private static List<String> with(List<String> path, String next) {
    var longer = new ArrayList<>(path);
    longer.add(next);
    return List.copyOf(longer);
  }

  /// The keys of an object in the order in which Keras takes them.
  static List<String> sorted(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).sorted(BY_LETTERS).toList();
  }

  /// Whether there is nothing to say beside how many there are.
  boolean isPlain() {
    return form.isInt() || isFlatList(form);
  }

  private static boolean isFlatList(JsonNode node) {
    for (var inner : node) {
      if (!inner.isInt()) {
        return false;
      }
    }
    return node.isArray();
  }

  /// A name for each end, if they have keys.
  List<String> names() {
    return isPlain() ? List.of() : paths.stream().map(path -> String.join("/", path)).toList();
  }

  /// What a structure says about one of these ends, e.g. which loss it has: a list or an object of the
  /// same form, an object with the names of layers, or one thing for all.
  ///
  /// @return missing if it does not say anything
  JsonNode of(JsonNode said, int end) {
    if (!said.isArray() && (!said.isObject() || said.has("class_name"))) {
      return said;
    }
    if (said.isArray() && all.size() == 1) {
      return said.size() == 1 ? said.path(0) : said;
    }
    if (said.isArray()
        && said.size() == all.size()
        && (isPlain() || !said.path(0).isContainerNode())) {
      return said.path(end);
    }
    JsonNode here = said;
    for (String step : paths.get(end)) {
      here = here.isArray() ? here.path(Integer.parseInt(step)) : here.path(step);
    }
    return here.isMissingNode() || here == said
        ? said.isObject() ? said.path(all.get(end).layer()) : MissingNode.getInstance()
        : here;
  }

  // ---- writing -------------------------------------------------------------------------------

  /// The form that a model keeps from its file, or that its names give; empty for a plain list.
  static Optional<JsonNode> form(Model model, String key, int ends) {
    String kept = model.metadata().get(key);
    if (kept != null) {
      return Optional.of(KerasJson.parse(model.name() + ": " + key, H5Group.utf8(kept)))
          .filter(form -> leaves(form) == ends);
    }
    var names = key.equals(OUTPUTS) ? model.network().names() : List.<String>of();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    var form = KerasJson.object();
    names.forEach(name -> form.put(name, form.size()));
    return Optional.of(form);
  }

  private static int leaves(JsonNode form) {
    int leaves = form.isInt() ? 1 : 0;
    for (var inner : form) {
      leaves += leaves(inner);
    }
    return leaves;
  }

  /// As a form says, or one, or a list.
  static JsonNode nested(List<? extends JsonNode> all, Optional<JsonNode> form) {
    return form.map(given -> fill(given, all))
        .orElseGet(() ->
            all.size() == 1 ? all.getFirst() : JsonNodeFactory.instance.arrayNode().addAll(all));
  }

  /// Puts something in the place of each end.
  private static JsonNode fill(JsonNode form, List<? extends JsonNode> ends) {
    if (form.isInt()) {
      return ends.get(form.intValue());
    }
    if (form.isArray()) {
      var filled = JsonNodeFactory.instance.arrayNode();
      form.forEach(inner -> filled.add(fill(inner, ends)));
      return filled;
    }
    var filled = KerasJson.object();
    form.properties().forEach(inner -> filled.set(inner.getKey(), fill(inner.getValue(), ends)));
    return filled;
  }
}
