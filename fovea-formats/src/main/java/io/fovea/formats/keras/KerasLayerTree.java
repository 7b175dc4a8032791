// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.graph.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A layer or a model as Keras' files list it.
///
/// @param type Keras' class
/// @param variables in Keras' order; of a model, those of its layers one after the other
/// @param items the layers of a model; empty for a layer
record KerasLayerTree(
    String type, String name, List<Variable> variables, List<KerasLayerTree> items) {
  KerasLayerTree {
    variables = List.copyOf(variables);
    items = List.copyOf(items);
  }

  /// Whether it is made of layers.
  boolean isModel() {
    return !items.isEmpty();
  }

  /// A model of these layers; variables that several layers share count once.
  static KerasLayerTree model(String type, String name, List<KerasLayerTree> items) {
    var all = items.stream().flatMap(item -> item.variables().stream()).distinct().toList();
    return new KerasLayerTree(type, name, all, items);
  }

  /// One leaf of a weights file: a group of numbers, by its path.
  record Place(String path, KerasLayerTree item) {}

  /// Where the numbers of this model and of everything inside lie: classes are counted, names do not
  /// matter.
  List<Place> places() {
    var places = new ArrayList<Place>();
    place("", places);
    return places;
  }

  private void place(String path, List<Place> places) {
    places.add(new Place(path + "vars", this));
    Map<String, Integer> uses = new HashMap<>();
    for (var item : items) {
      String stem = KerasJson.snake(item.type());
      int before = uses.merge(stem, 1, Integer::sum) - 1;
      item.place(path + "layers/" + stem + (before == 0 ? "" : "_" + before) + "/", places);
    }
  }

  /// The layers, of models inside too.
  Stream<KerasLayerTree> leaves() {
    return isModel() ? items.stream().flatMap(KerasLayerTree::leaves) : Stream.of(this);
  }

  /// The variables in the order of older files: what is trained, then the rest.
  List<Variable> trainedFirst() {
    return Stream.concat(
            variables.stream().filter(Variable::trainable),
            variables.stream().filter(variable -> !variable.trainable()))
        .toList();
  }

  /// What optimizers look after, in their order.
  List<Variable> trainable() {
    return variables.stream().filter(Variable::trainable).toList();
  }
}
