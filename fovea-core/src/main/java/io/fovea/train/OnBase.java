// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.error.Args;
import io.fovea.graph.Variable;
import io.fovea.nn.Layers;
import io.fovea.nn.Network.Call;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A network on a base: a model that comes first, and layers behind it.
///
/// @param base which shares its variables with the network
/// @param head the layers behind it
record OnBase(Model whole, Model base, List<Call> head) {
  /// The parts of a network, if it begins with a model.
  static Optional<OnBase> of(Model whole) {
    var layers = whole.network().layers();
    return layers.size() > 1 && layers.getFirst().layer() instanceof Model base
        ? Optional.of(new OnBase(whole, base, layers.subList(1, layers.size())))
        : Optional.empty();
  }

  /// The head as a model of its own, which learns from features: the one that the network has, or one
  /// like it, see [#copy].
  ///
  /// @throws IllegalArgumentException if the head is more than layers one after the other
  Model asModel() {
    if (head.size() == 1 && head.getFirst().layer() instanceof Model model) {
      return model;
    }
    var features = base.network().outputShape();
    var x = Layers.input(features.slice(1, features.rank()).toArray());
    var before = whole.network().layers().getFirst().outputs();
    for (var call : head) {
      Args.check(
          call.inputs().equals(before),
          "phase.cached",
          "a head of layers one after the other",
          call.path() + ", which reads something else",
          "leave out cached(), or make the head a model of its own.");
      x = x.then(call.name(), call.layer());
      before = call.outputs();
    }
    var model = Model.to("head", x);
    copy(own(), model.variables());
    return model;
  }

  /// Brings what the head has learned as a model of its own into the network.
  void learn(Model learned) {
    copy(learned.variables(), own());
  }

  private List<Variable> own() {
    var known = new HashSet<>(base.variables());
    return whole.variables().stream().filter(variable -> !known.contains(variable)).toList();
  }

  /// Copies values, from first to last.
  static void copy(List<Variable> from, List<Variable> to) {
    for (int i = 0; i < from.size(); i++) {
      if (from.get(i) != to.get(i)) {
        to.get(i).write(from.get(i).read());
      }
    }
  }
}
