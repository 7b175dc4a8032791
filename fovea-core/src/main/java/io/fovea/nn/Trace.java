// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.Args;
import io.fovea.error.FoveaException;
import io.fovea.error.ShapeException;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Initializer;
import io.fovea.graph.Op;
import io.fovea.graph.Penalty;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// One description in the making: the growing graph, the names in use, the layers called so far.
///
/// Mutable, for one thread; shared by all nodes of a description.
final class Trace {
  /// A layer under way: its path, how often each name was used inside it, the variables it asked for.
  ///
  /// @param home path of its variables: the same, unless it is shared
  /// @param again whether its variables are those of an earlier use
  private record Scope(
      String path,
      String home,
      boolean again,
      Map<String, Integer> uses,
      Set<String> names,
      Set<Variable> variables) {
    Scope(String path, String home, boolean again) {
      this(path, home, again, new HashMap<>(), new HashSet<>(), new LinkedHashSet<>());
    }

    String unique(String stem) {
      String name = stem;
      while (!names.add(name)) {
        name = stem + "_" + uses.merge(stem, 1, Integer::sum);
      }
      return name;
    }
  }

  private final GraphBuilder builder;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<String, Shared> shared = new HashMap<>();
  private final List<Network.Call> calls = new ArrayList<>();
  private final List<Network.Auxiliary> auxiliaries = new ArrayList<>();
  private final Deque<Scope> scopes = new ArrayDeque<>(List.of(new Scope("", "", false)));

  Trace() {
    builder = new GraphBuilder();
  }

  /// Goes on with a finished description.
  Trace(Network network) {
    builder = GraphBuilder.continuing(network.graph());
    calls.addAll(network.calls());
    auxiliaries.addAll(network.auxiliaries());
    network.variables().forEach(variable -> variables.put(variable.path(), variable));
    scopes.element().variables().addAll(network.variables());
  }

  GraphBuilder builder() {
    return builder;
  }

  String path() {
    return scopes.element().path();
  }

  Node input(String name, Shape shape) {
    Args.given("input.name", name);
    if (shape.sizes().contains(0)) {
      throw new ShapeException(
          name, "sizes of at least 1", shape.toString(), "pass the shape of one example.");
    }
    return new Node(this, builder.input(scopes.element().unique(name), shape));
  }

  /// Runs a layer inside a scope of its own and notes the call.
  Node call(String name, Layer layer, List<Node> inputs, Supplier<Node> description) {
    return callAll(name, layer, inputs, () -> List.of(description.get())).getFirst();
  }

  /// The same for a layer of several outputs.
  List<Node> callAll(
      String name, Layer layer, List<Node> inputs, Supplier<List<Node>> description) {
    var parent = scopes.element();
    String path = join(parent.path(), name);
    var scope =
        layer instanceof Shared sharing
            ? new Scope(path, sharing.name(), isKnown(path, sharing) || parent.again())
            : new Scope(path, join(parent.home(), name), parent.again());
    scopes.push(scope);
    builder.enter(scope.path());
    try {
      var outputs = description.get().stream().map(y -> ownOf(y, inputs)).toList();
      int depth = scopes.size() - 2;
      calls.add(
          new Network.Call(
              scope.path(),
              layer,
              depth,
              values(inputs),
              values(outputs),
              List.copyOf(scope.variables())));
      return outputs;
    } finally {
      builder.leave();
      scopes.pop();
      parent
          .variables()
          .addAll(scope.variables()); // a shared layer may have left them there before
    }
  }

  /// A value that this layer makes, even if it gives back what it got: else nobody could tell that the
  /// layer is there. Costs nothing, since phases are resolved before anything runs.
  private static Node ownOf(Node y, List<Node> inputs) {
    return values(inputs).contains(y.value()) ? y.inTraining(y) : y;
  }

  private static List<Value> values(List<Node> nodes) {
    return nodes.stream().map(Node::value).toList();
  }

  /// Whether a shared layer was used before; notes that it is now.
  private boolean isKnown(String path, Shared sharing) {
    var before = shared.putIfAbsent(sharing.name(), sharing);
    if (before != null && !before.equals(sharing)) {
      throw new IllegalStateException(
          FoveaException.format(
              path,
              "shared(\""
                  + sharing.name()
                  + "\") to be the layer of its first use, "
                  + before.layer(),
              sharing.layer().toString(),
              "give different layers different names."));
    }
    return before != null;
  }

  /// A name that nobody in the current scope has: `conv2d`, then `conv2d_1`.
  String unique(String stem) {
    return scopes.element().unique(stem);
  }

  /// A variable of the layer under way: a new one, or that of an earlier use if the layer is shared.
  Node declare(
      String name, Shape shape, Variable.Kind kind, Initializer initializer, Penalty penalty) {
    var scope = scopes.element();
    String path = join(scope.home(), name);
    var known = variables.get(path);
    if (known != null && scope.again()) {
      requireSame(known, shape);
      return use(known);
    }
    if (known != null) {
      throw new IllegalStateException(
          "%s: expected a new name, got one already taken in this layer.\n  Fix: rename it."
              .formatted(path));
    }
    var variable = new Variable(path, shape, kind, initializer, penalty);
    variables.put(path, variable);
    return use(variable);
  }

  private void requireSame(Variable known, Shape shape) {
    if (!known.shape().equals(shape)) {
      throw new ShapeException(
          path(),
          "an input for which "
              + known.path()
              + " has shape "
              + known.shape()
              + ", as at the first use",
          "one that makes it " + shape,
          "give a shared layer inputs of the same depth.");
    }
  }

  /// A variable of another description, used here too.
  Node use(Variable variable) {
    scopes.element().variables().add(variable);
    return new Node(this, builder.read(variable));
  }

  String join(String name) {
    return join(path(), name);
  }

  /// Notes that training shall lower the loss of this value, too.
  void auxiliary(Value value, double weight) {
    auxiliaries.add(new Network.Auxiliary(path(), value, weight));
  }

  List<Network.Call> calls() {
    return calls;
  }

  List<Network.Auxiliary> auxiliaries() {
    return auxiliaries;
  }

  /// Variables of everything described so far, in order of declaration.
  List<Variable> variables() {
    return List.copyOf(scopes.getLast().variables());
  }

  List<Value> emit(Op op, List<Value> inputs) {
    return builder.addAll(path(), op, inputs);
  }

  /// `GlobalAveragePooling2D` becomes `global_average_pooling2d`, as Keras names layers.
  static String stem(String type) {
    return type.replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }
}
