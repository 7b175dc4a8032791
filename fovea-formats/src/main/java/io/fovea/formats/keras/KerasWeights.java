// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.error.FormatException;
import io.fovea.formats.hdf5.H5File;
import io.fovea.formats.hdf5.H5Group;
import io.fovea.formats.hdf5.H5Group.Attribute;
import io.fovea.formats.hdf5.H5Member;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The numbers of a model in HDF5 groups, as Keras 3 lays them out and as older files do.
///
/// Reading takes everything before it changes anything, so that a wrong file leaves a model as it was.
final class KerasWeights {
  static final String VERSION = "3.9.2";
  static final String BACKEND = "tensorflow";

  private static final String LAYERS = "layers/";
  private static final String TF_KERAS = "_layer_checkpoint_dependencies/";
  private static final String NAMES = "weight_names";
  private static final String TOP = "top_level_model_weights";
  private static final String FIX =
      "load it into the model that it was saved from; `fovea summary` shows its layers.";
  private static final String FIX_SHARED =
      FIX
          + " A layer that lies in two models of a file is stored once, and Keras cannot load it"
          + " either: put it into one of them.";

  private KerasWeights() {}

  // ---- Keras 3 -------------------------------------------------------------------------------

  /// Fills a group as `model.weights.h5`.
  static void write(KerasLayerTree root, H5Group to) {
    for (var place : root.places()) {
      var group = to.group(place.path());
      group.attribute("name", new Attribute.Text(place.item().name()));
      if (!place.item().isModel()) {
        int i = 0;
        for (var variable : place.item().variables()) {
          group.put(String.valueOf(i), numbers(variable));
          i++;
        }
      }
    }
  }

  /// Counts are whole numbers, all else is float32.
  static H5Member numbers(Variable variable) {
    boolean count = variable.path().endsWith("/count") && variable.shape().rank() == 0;
    return count
        ? new H5Member.Count((long) variable.read()[0])
        : new H5Member.Floats(variable.shape(), variable::read);
  }

  /// Reads `model.weights.h5` into the variables of a model.
  static void read(String where, H5File file, KerasLayerTree root) {
    boolean old = !file.has("layers") && file.has("_layer_checkpoint_dependencies");
    var values = new LinkedHashMap<Variable, float[]>();
    for (var place : root.places()) {
      if (place.item().isModel()) {
        continue;
      }
      String path = old ? place.path().replace(LAYERS, TF_KERAS) : place.path();
      var variables = place.item().variables();
      String at = where + ": " + path + " (" + place.item().name() + ")";
      int count = file.count(path);
      if (count != variables.size()) {
        throw new FormatException(
            at, describe(variables), count + " variables", count == 0 ? FIX_SHARED : FIX);
      }
      for (int i = 0; i < count; i++) {
        take(at, variables.get(i), file, path + "/" + i, values);
      }
    }
    values.forEach(Variable::write);
  }

  private static String describe(List<Variable> variables) {
    return variables.size()
        + " variables"
        + (variables.isEmpty() ? "" : " " + variables.stream().map(KerasWeights::last).toList());
  }

  private static String last(Variable variable) {
    return variable.path().substring(variable.path().lastIndexOf('/') + 1);
  }

  private static void take(
      String at, Variable variable, H5File file, String path, Map<Variable, float[]> values) {
    var shape = file.shape(path);
    if (!shape.equals(variable.shape()) && !isSameNumber(shape, variable.shape())) {
      throw new FormatException(
          at, last(variable) + " of shape " + variable.shape(), "shape " + shape, FIX);
    }
    values.put(variable, file.floats(path, path + " (" + variable.path() + ")"));
  }

  /// Some files hold a single number as a list of one.
  private static boolean isSameNumber(Shape a, Shape b) {
    return a.rank() <= 1 && b.rank() <= 1 && a.elements() == 1 && b.elements() == 1;
  }

  // ---- older files ---------------------------------------------------------------------------

  /// Fills a group as an `.h5` weights file, or as `model_weights` of a whole model.
  static void writeOld(KerasLayerTree root, H5Group to) {
    to.attribute("backend", new Attribute.Bytes(BACKEND));
    to.attribute("keras_version", new Attribute.Bytes(VERSION));
    names(to, "layer_names", root.items().stream().map(KerasLayerTree::name).toList());
    for (var item : root.items()) {
      var group = to.group(item.name());
      var names = new LinkedHashMap<String, Variable>();
      var known = new HashMap<Variable, String>();
      name(item, known);
      for (var variable : item.trainedFirst()) {
        String name = known.getOrDefault(variable, variable.path());
        String free = name;
        for (int i = 1; names.putIfAbsent(free, variable) != null; i++) {
          free = name + "_" + i; // models inside models may have layers of the same name
        }
      }
      names(group, NAMES, List.copyOf(names.keySet()));
      names.forEach((name, variable) -> group.put(name, numbers(variable)));
    }
    to.group(TOP).attribute(NAMES, new Attribute.Nothing());
  }

  /// `layer/kernel`, inside models too.
  private static void name(KerasLayerTree item, Map<Variable, String> names) {
    if (item.isModel()) {
      item.items().forEach(inner -> name(inner, names));
    } else {
      item.variables().forEach(v -> names.putIfAbsent(v, item.name() + "/" + last(v)));
    }
  }

  private static final int MOST_LIST = 64_512;

  /// A list as an attribute, in several pieces where it is long.
  static void names(H5Group group, String key, List<String> names) {
    if (names.isEmpty()) {
      group.attribute(key, new Attribute.Nothing());
      return;
    }
    // a text of any length takes 16 bytes in the attribute, however short
    int widest =
        names.stream().mapToInt(name -> Math.max(16, H5Group.utf8(name).length)).max().orElse(1);
    int pieces = Math.ceilDiv(names.size() * widest, MOST_LIST);
    if (pieces == 1) {
      group.attribute(key, new Attribute.Texts(names));
      return;
    }
    for (int piece = 0; piece < pieces; piece++) {
      int from = (int) ((long) names.size() * piece / pieces);
      int to = (int) ((long) names.size() * (piece + 1) / pieces);
      group.attribute(key + piece, new Attribute.Fields(names.subList(from, to)));
    }
  }

  /// A layer of an older file, and the paths of its numbers.
  private record Stored(String name, List<String> paths) {}

  /// Whether a group of a file holds weights of the older kind.
  static boolean isOld(H5File file, String group) {
    return file.list(group, "layer_names").isPresent();
  }

  /// Reads weights by the order of layers that have any, as Keras does.
  ///
  /// @param group "" or `model_weights`
  static void readOld(String where, H5File file, String group, KerasLayerTree root) {
    var stored = stored(file, group);
    var items = root.items().stream().filter(item -> !item.variables().isEmpty()).toList();
    var values = new LinkedHashMap<Variable, float[]>();
    for (int i = 0; i < Math.min(stored.size(), items.size()); i++) {
      layer(where, file, stored.get(i), items.get(i), values);
    }
    if (stored.size() != items.size()) {
      boolean more = stored.size() > items.size();
      throw new FormatException(
          where,
          items.size() + " layers with weights",
          stored.size()
              + (more
                  ? ", the first without counterpart " + stored.get(items.size()).name()
                  : ", none for " + items.get(stored.size()).name()),
          FIX);
    }
    values.forEach(Variable::write);
  }

  private static List<Stored> stored(H5File file, String group) {
    var stored = new ArrayList<Stored>();
    for (String name : file.list(group, "layer_names").orElse(List.of())) {
      String path = group.isEmpty() ? name : group + "/" + name;
      var names = file.list(path, NAMES).orElse(List.of());
      if (!names.isEmpty()) {
        stored.add(new Stored(name, names.stream().map(n -> path + "/" + n).toList()));
      }
    }
    return stored;
  }

  private static void layer(
      String where,
      H5File file,
      Stored stored,
      KerasLayerTree item,
      Map<Variable, float[]> values) {
    String at = where + ": " + stored.name() + " for layer " + item.name();
    var paths = stored.paths();
    if (paths.size() != item.variables().size()) {
      throw new FormatException(at, describe(item.variables()), paths.size() + " variables", FIX);
    }
    var variables = item.isModel() ? inside(item, paths) : item.variables();
    for (int i = 0; i < paths.size(); i++) {
      take(at, variables.get(i), file, paths.get(i), values);
    }
  }

  /// The variables of a model inside in the order of a file: by their names if these say which is
  /// which, else what is trained first.
  private static List<Variable> inside(KerasLayerTree item, List<String> paths) {
    var names = new HashMap<Variable, String>();
    name(item, names);
    var byName = new HashMap<String, Variable>();
    names.forEach((variable, name) -> byName.put(name, variable));
    var found = new ArrayList<Variable>();
    for (String path : paths) {
      var parts = path.replaceAll(":0$", "").split("/");
      String name =
          parts.length < 2 ? path : parts[parts.length - 2] + "/" + parts[parts.length - 1];
      if (byName.containsKey(name)) {
        found.add(byName.get(name));
      }
    }
    boolean all = found.size() == paths.size() && found.stream().distinct().count() == found.size();
    return all ? found : item.trainedFirst();
  }
}
