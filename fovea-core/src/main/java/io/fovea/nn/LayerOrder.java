// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The order in which Keras lists the layers of a network, and stores their weights: from the part
/// that is farthest from an output to the outputs themselves.
///
/// Parts at the same distance stand in the order in which a walk from the outputs, through the inputs
/// of each part in their order, meets them first. A layer that is used several times is met once, and
/// none of its uses is nearer to an output than those behind it, as in Keras (`ops/function.py`,
/// `map_graph`); where it stands first is its place among the layers. Behind them stand, in the same
/// order among themselves, the parts that only auxiliary predictions need, and last those that lead
/// nowhere.
final class LayerOrder {
  private static final int UNMET = Integer.MAX_VALUE;

  private final List<Network.Part> parts;
  private final List<List<Integer>> sources;
  private final int[] layer; // the number of what a part is a use of
  private final boolean[] seen; // by part
  private final int[] met; // by layer
  private final int[] farthest; // by layer
  private final int[] distance; // by part
  private final List<Integer> finished = new ArrayList<>(); // each part behind all its sources
  private int count;

  /// @param auxiliaries further values that somebody wants, though they are no outputs
  /// @param calls the layers to list
  /// @param open paths where steps stand between these layers
  static List<Network.Part> of(
      Graph graph, List<Value> auxiliaries, List<Network.Call> calls, Set<String> open) {
    var order = new LayerOrder(graph, calls, open);
    var sorted = new ArrayList<>(order.leadingTo(graph.outputs()));
    sorted.addAll(order.leadingTo(auxiliaries));
    sorted.addAll(order.rest());
    return List.copyOf(sorted);
  }

  private final Map<Value, Integer> makers = new HashMap<>();

  private LayerOrder(Graph graph, List<Network.Call> calls, Set<String> open) {
    var between =
        graph.steps().stream()
            .filter(step -> open.contains(step.path()) && !isHidden(step.op()))
            .<Network.Part>map(Network.Between::new);
    this.parts = Stream.concat(between, calls.stream()).toList();
    var byPath = new HashMap<String, Integer>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Network.Call call) {
        byPath.put(call.path(), i);
      }
      for (var output : parts.get(i).outputs()) {
        makers.putIfAbsent(output, i); // a layer that gives back its input makes nothing
      }
    }
    this.sources = sources(graph, byPath);
    var numbers = new HashMap<Object, Integer>();
    this.layer =
        parts.stream()
            .mapToInt(part ->
                numbers.computeIfAbsent(
                    part instanceof Network.Call call ? call.identity() : part,
                    _ -> numbers.size()))
            .toArray();
    this.seen = new boolean[parts.size()];
    this.met = new int[parts.size()];
    Arrays.fill(met, UNMET);
    this.farthest = new int[parts.size()];
    this.distance = new int[parts.size()];
  }

  /// What is no layer to anybody who reads a list of layers.
  private static boolean isHidden(Op op) {
    return op instanceof Op.Read
        || op instanceof Op.Fill
        || op instanceof Op.Literal
        || op instanceof Op.Assign
        || op instanceof Op.Update;
  }

  /// The parts that each part reads from: what it was given, then what it took from elsewhere.
  private List<List<Integer>> sources(Graph graph, Map<String, Integer> byPath) {
    var reads =
        IntStream.range(0, parts.size())
            .mapToObj(i -> new ArrayList<>(parts.get(i).inputs()))
            .toList();
    for (var step : graph.steps()) {
      var part = listed(step.path(), byPath);
      if (part != null) {
        reads.get(part).addAll(step.inputs());
      }
    }
    return IntStream.range(0, parts.size())
        .mapToObj(i ->
            reads.get(i).stream()
                .filter(makers::containsKey)
                .map(makers::get)
                .filter(source -> source != i)
                .distinct()
                .toList())
        .toList();
  }

  /// The part that a path lies in, if any.
  private static @Nullable Integer listed(String path, Map<String, Integer> byPath) {
    String above = path;
    while (!byPath.containsKey(above) && above.contains("/")) {
      above = above.substring(0, above.lastIndexOf('/'));
    }
    return byPath.get(above);
  }

  /// The parts that these values need and that nobody has asked for before.
  private List<Network.Part> leadingTo(List<Value> values) {
    finished.clear();
    values.stream().filter(makers::containsKey).map(makers::get).forEach(this::walk);
    for (int part : finished.reversed()) {
      distance[part] = Math.max(distance[part], farthest[layer[part]]);
      farthest[layer[part]] = distance[part];
      for (int source : sources.get(part)) {
        distance[source] = Math.max(distance[source], distance[part] + 1);
      }
    }
    return finished.stream()
        .sorted(
            Comparator.<Integer>comparingInt(i -> -distance[i])
                .thenComparingInt(i -> met[layer[i]]))
        .<Network.Part>map(parts::get)
        .toList();
  }

  private List<Network.Part> rest() {
    return IntStream.range(0, parts.size())
        .filter(i -> !seen[i])
        .<Network.Part>mapToObj(parts::get)
        .toList();
  }

  /// Notes a part and all that it reads from, each behind its sources. Keeps its own stack, since a
  /// network may be deeper than that of a thread.
  private void walk(int last) {
    var open = new ArrayDeque<Visit>();
    meet(last, open);
    while (!open.isEmpty()) {
      var visit = open.element();
      if (visit.sources().hasNext()) {
        meet(visit.sources().next(), open);
      } else {
        finished.add(open.pop().part());
      }
    }
  }

  private void meet(int part, Deque<Visit> open) {
    if (!seen[part]) {
      seen[part] = true;
      met[layer[part]] = Math.min(met[layer[part]], count++);
      open.push(new Visit(part, sources.get(part).iterator()));
    }
  }

  /// A part under way, with the sources that remain to be met.
  private record Visit(int part, Iterator<Integer> sources) {}
}
