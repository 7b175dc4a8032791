// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import io.fovea.formats.Types;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.nn.Join;
import io.fovea.nn.Layer;
import io.fovea.nn.Network;
import io.fovea.nn.Sequential;
import io.fovea.nn.Shared;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What a network, or a sequence inside one, consists of in Keras' words: its layers and the
/// arithmetic between them, in the order in which Keras lists layers.
///
/// A layer that Keras does not have is opened: the layers inside it stand in its place. A sequence with a
/// name of its own is a model inside the model, as it is in Keras. A border inside a convolution is a layer
/// before it.
///
/// @param inputs what is fed from outside
/// @param parts inputs, layers and steps between layers; without auxiliary heads
record KerasParts(
    Network network, List<Step> inputs, List<Network.Part> parts, List<Value> outputs) {
  /// Copies the lists.
  KerasParts {
    inputs = List.copyOf(inputs);
    parts = List.copyOf(parts);
    outputs = List.copyOf(outputs);
  }

  static KerasParts of(Network network) {
    var graph = network.graph();
    return new KerasParts(network, graph.inputs(), lasting(network), graph.outputs());
  }

  /// Without auxiliary heads.
  private static List<Network.Part> lasting(Network network) {
    var padding = new KerasPadding(network);
    var parts = network.parts(call -> isOpened(network, call), padding::apart);
    var wanted = new HashSet<>(network.graph().outputs());
    var kept = new ArrayList<Network.Part>();
    for (var part : parts.reversed()) {
      boolean input = part.inputs().isEmpty();
      if (input || part.outputs().stream().anyMatch(wanted::remove)) {
        wanted.addAll(part.inputs());
        kept.addFirst(part);
      }
    }
    return kept;
  }

  /// A layer without what says that it is shared.
  static Layer plain(Layer layer) {
    return layer instanceof Shared shared ? plain(shared.layer()) : layer;
  }

  private static boolean isOpened(Network network, Network.Call call) {
    var layer = plain(call.layer());
    return !(layer instanceof Model)
        && KerasLayers.nameOf(layer).isEmpty()
        && Types.nameOf(layer.getClass()).filter(Types::isOwn).isEmpty()
        && sequence(network, call).isEmpty();
  }

  /// What is inside a layer of this network if it is a sequence.
  Optional<KerasParts> inside(Network.Call call) {
    return sequence(network, call);
  }

  /// The inside of a sequence of layers that all are layers or sequences in Keras.
  private static Optional<KerasParts> sequence(Network network, Network.Call call) {
    if (!(plain(call.layer()) instanceof Sequential)) {
      return Optional.empty();
    }
    String above = call.path() + "/";
    var calls =
        network.calls().stream()
            .filter(inner -> inner.path().startsWith(above))
            .filter(inner -> inner.path().indexOf('/', above.length()) < 0)
            .toList();
    if (calls.isEmpty() || calls.stream().anyMatch(inner -> isOpened(network, inner))) {
      return Optional.empty();
    }
    var shape = call.inputs().getFirst().shape();
    var input = new Step("", new Op.Input("input", shape), List.of(), call.inputs());
    var parts = new ArrayList<Network.Part>(List.of(new Network.Between(input)));
    var padding = new KerasPadding(network);
    calls.forEach(inner -> parts.addAll(padding.apart(inner)));
    return Optional.of(new KerasParts(network, List.of(input), parts, call.outputs()))
        .filter(KerasParts::isChain);
  }

  /// Whether it is layers one after the other.
  boolean isChain() {
    if (inputs.size() != 1 || outputs.size() != 1) {
      return false;
    }
    var last = inputs.getFirst().output();
    var seen = new HashSet<List<Variable>>();
    for (var part : parts) {
      if (part instanceof Network.Call call && !(call.layer() instanceof Join)) {
        boolean twice = !call.variables().isEmpty() && !seen.add(call.variables());
        if (twice || !call.inputs().equals(List.of(last))) {
          return false;
        }
        last = call.output();
      } else if (!part.inputs().isEmpty() || !part.outputs().equals(List.of(last))) {
        return false;
      }
    }
    return last.equals(outputs.getFirst());
  }
}
