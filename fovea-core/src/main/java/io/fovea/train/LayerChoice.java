// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.Args;
import io.fovea.graph.Variable;
import io.fovea.nn.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Some of the layers of a model, as users name them.
final class LayerChoice {
  private static final String FIX = "take a name from summary().";

  private LayerChoice() {}

  /// Accepts the paths of variables in the layers that a pattern names, and in layers inside those.
  ///
  /// @param call what the user called, for messages
  /// @param pattern `*` stands for any letters
  static Predicate<String> named(Model model, String call, String pattern) {
    var text = Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote);
    var layer = Pattern.compile(text.collect(Collectors.joining(".*")) + "(/.*)?");
    Predicate<String> test = path -> layer.matcher(parent(path)).matches();
    Args.check(
        model.variables().stream().map(Variable::path).anyMatch(test),
        model.name() + "." + call,
        "the name of layers with variables",
        pattern,
        FIX);
    return test;
  }

  /// The paths of the layers that keep moving statistics.
  static Set<String> withState(Model model) {
    return model.variables().stream()
        .filter(variable -> variable.kind() == Variable.Kind.STATE)
        .map(variable -> parent(variable.path()))
        .collect(Collectors.toSet());
  }

  static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /// The variables of a layer and of all that come after it.
  static List<Variable> from(Model model, String layer) {
    var layers = model.network().layers();
    return layers.subList(layers.indexOf(one(model, "unfreezeFrom", layer)), layers.size()).stream()
        .flatMap(call -> call.variables().stream())
        .toList();
  }

  /// A layer of the model itself.
  ///
  /// @param call what the user called, for messages
  static Network.Call one(Model model, String call, String layer) {
    var found = model.network().layers().stream().filter(l -> l.path().equals(layer)).findFirst();
    Args.check(
        found.isPresent(), model.name() + "." + call, "the name of one of its layers", layer, FIX);
    return found.orElseThrow();
  }

  /// The last layer of the model itself that has parameters, with others before it.
  static Network.Call top(Model model) {
    var layers =
        model.network().layers().stream().filter(call -> !call.variables().isEmpty()).toList();
    Args.check(
        layers.size() > 1,
        model.name() + ".withoutTop",
        "at least 2 layers with parameters",
        layers.size(),
        "use a network that has features below its last layer.");
    return layers.getLast();
  }
}
