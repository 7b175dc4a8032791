// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import io.fovea.error.ShapeException;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A finished description: the graph from inputs to outputs for an open number of examples, the
/// layers it came from and the variables they declared.
///
/// @param graph holds both phases (see [Op.Phase]) and the updates of moving statistics
/// @param calls the layers, in order of description, nested ones before the layer that holds them
/// @param variables in Keras' order: layer by layer (see [#parts]), within a layer as declared
/// @param auxiliaries predictions that only training makes
/// @param names of the outputs, where somebody gave them names of their own; else empty
public record Network(
    Graph graph,
    List<Call> calls,
    List<Variable> variables,
    List<Auxiliary> auxiliaries,
    List<String> names) {
  private static final Comparator<String> BY_LETTERS =
      Comparator.comparing(name -> name.codePoints().toArray(), Arrays::compare);

  /// Copies the lists.
  public Network {
    names = List.copyOf(names);
    calls = List.copyOf(calls);
    variables = List.copyOf(variables);
    auxiliaries = List.copyOf(auxiliaries);
  }

  /// One more prediction that training compares with the labels of the first output, see
  /// [Node#auxiliary(String, double, Layer)].
  ///
  /// @param path the layer that asked for it; empty for the network itself
  /// @param weight of its loss, beside 1 for the loss of the output
  public record Auxiliary(String path, Value value, double weight) {}

  /// What a network consists of at its top: layers, and arithmetic between layers.
  public sealed interface Part {
    /// What it reads, in order.
    List<Value> inputs();

    /// What it makes.
    List<Value> outputs();
  }

  /// A step that stands between layers, e.g. an input or a sum.
  public record Between(Step step) implements Part {
    @Override
    public List<Value> inputs() {
      return step.inputs();
    }

    @Override
    public List<Value> outputs() {
      return step.outputs();
    }
  }

  /// One use of a layer.
  ///
  /// @param path where, e.g. `stage2.unit1/conv1`
  /// @param depth 0 for layers of the network itself, 1 for layers inside those, ...
  /// @param inputs one, or several for a [Join] or a model
  /// @param outputs one, or several for a model
  /// @param variables those of the layer and of all layers inside it
  public record Call(
      String path,
      Layer layer,
      int depth,
      List<Value> inputs,
      List<Value> outputs,
      List<Variable> variables)
      implements Part {
    /// Copies the lists.
    public Call {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      variables = List.copyOf(variables);
    }

    /// What it makes, or the first of it.
    public Value output() {
      return outputs.getFirst();
    }

    /// What all uses of one layer have in common, and no other layer has.
    public Object identity() {
      return layer instanceof Shared || !variables.isEmpty() ? List.of(layer, variables) : this;
    }

    /// The last part of the path.
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /// What came out of describing a network from its input to these outputs.
  ///
  /// @throws ShapeException if an auxiliary prediction has not the shape of the first output
  public static Network to(Node... outputs) {
    return to(List.of(), outputs);
  }

  /// The same with outputs that have names of their own; in the order of these names, as in Keras.
  public static Network to(Map<String, Node> outputs) {
    var sorted = new TreeMap<>(BY_LETTERS);
    sorted.putAll(outputs);
    return to(List.copyOf(sorted.keySet()), sorted.values().toArray(Node[]::new));
  }

  private static Network to(List<String> names, Node... outputs) {
    var trace = outputs[0].trace();
    var graph = graphTo(outputs);
    trace.auxiliaries().forEach(auxiliary -> check(auxiliary, trace, outputs[0].shape()));
    var plain = new Network(graph, trace.calls(), List.of(), trace.auxiliaries(), names);
    var variables = new LinkedHashSet<Variable>();
    plain.layers().forEach(call -> variables.addAll(call.variables()));
    variables.addAll(trace.variables());
    return new Network(graph, trace.calls(), List.copyOf(variables), trace.auxiliaries(), names);
  }

  /// The graph alone up to these nodes, without the layers that it came from.
  public static Graph graphTo(Node... outputs) {
    for (var output : outputs) {
      outputs[0].sameTrace(output);
    }
    var values = Arrays.stream(outputs).map(Node::value).toList();
    return outputs[0].trace().builder().build(values);
  }

  private static void check(Auxiliary auxiliary, Trace trace, Shape output) {
    var shape = auxiliary.value().shape();
    if (!shape.equals(output)) {
      throw new ShapeException(
          trace.builder().maker(auxiliary.value()).path(),
          "an auxiliary prediction of the shape of the output " + output,
          shape.toString(),
          "end the auxiliary head as the network ends, or leave it out.");
    }
  }

  /// The layers of the network itself and what stands between them, in the order in which Keras
  /// lists layers: inputs first, each part behind those that it reads. What leads to auxiliary
  /// predictions alone comes behind everything that leads to outputs.
  public List<Part> parts() {
    return parts(_ -> false);
  }

  /// As [#parts()], but with what is inside some layers in place of these layers; for formats that
  /// know the inner layers only.
  ///
  /// @param opened whether to look inside a layer; asked from the outside in
  public List<Part> parts(Predicate<Call> opened) {
    return parts(opened, List::of);
  }

  /// As [#parts(Predicate)], but with several layers in place of some; for formats that know a layer
  /// only in steps.
  ///
  /// @param opened whether to look inside a layer; asked from the outside in
  /// @param spelled what stands for a layer: layers one after the other that do the same
  public List<Part> parts(Predicate<Call> opened, Function<Call, List<Call>> spelled) {
    var open = new HashSet<>(Set.of(""));
    var listed = new HashSet<Call>();
    for (var call : calls.reversed()) { // a layer comes behind those inside it
      if (open.contains(parent(call.path()))) {
        if (opened.test(call)) {
          open.add(call.path());
        } else {
          listed.add(call);
        }
      }
    }
    return LayerOrder.of(
        graph,
        auxiliaries.stream().map(Auxiliary::value).toList(),
        calls.stream()
            .filter(listed::contains)
            .flatMap(call -> spelled.apply(call).stream())
            .toList(),
        open);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /// The layers of the network itself, without those inside them, in the order of [#parts].
  public List<Call> layers() {
    return layers(parts());
  }

  private static List<Call> layers(List<Part> parts) {
    return parts.stream()
        .flatMap(part -> part instanceof Call call ? Stream.of(call) : Stream.empty())
        .toList();
  }

  /// Shape of the first input, its first axis open.
  public Shape inputShape() {
    return graph.inputs().getFirst().output().shape();
  }

  /// Shape of the first output, its first axis open.
  public Shape outputShape() {
    return graph.outputs().getFirst().shape();
  }

  /// Shape of each input, its first axis open.
  public List<Shape> inputShapes() {
    return graph.inputs().stream().map(step -> step.output().shape()).toList();
  }

  /// Shape of each output, its first axis open.
  public List<Shape> outputShapes() {
    return graph.outputs().stream().map(Value::shape).toList();
  }

  /// Name of each input.
  public List<String> inputNames() {
    return graph.inputs().stream().map(Step::op).map(op -> ((Op.Input) op).name()).toList();
  }

  /// Name of each output: its own, or that of the layer which makes it; `output`, `output_1`, ...
  /// behind arithmetic that is no layer.
  public List<String> outputNames() {
    if (!names.isEmpty()) {
      return names;
    }
    var layers = new HashMap<Value, String>();
    layers().forEach(call -> call.outputs().forEach(value -> layers.put(value, call.name())));
    var names = new ArrayList<String>();
    int nameless = 0;
    for (var output : graph.outputs()) {
      var layer = layers.get(output);
      names.add(layer != null ? layer : nameless == 0 ? "output" : "output_" + nameless);
      nameless += layer == null ? 1 : 0;
    }
    return List.copyOf(names);
  }

  /// The variables that outputs depend on: all but those of auxiliary heads.
  public List<Variable> lastingVariables() {
    var lasting = new HashSet<>(graph.withoutEffects().prune().variables());
    return variables.stream().filter(lasting::contains).toList();
  }

  /// The outputs and then the auxiliary predictions as nodes again, for adding to the description (a
  /// loss, say); this network stays as it is.
  public List<Node> reopen() {
    var trace = new Trace(this);
    return Stream.concat(graph.outputs().stream(), auxiliaries.stream().map(Auxiliary::value))
        .map(value -> new Node(trace, value))
        .toList();
  }

  /// This network up to a value that it makes on the way, with the same variables; auxiliary
  /// predictions stay behind.
  ///
  /// @param value what a layer reads or makes, see [Call]
  public Network upTo(Value value) {
    var wanted = new Graph(graph.steps(), List.of(value));
    var lasting = new HashSet<>(wanted.withoutEffects().prune().variables());
    var kept =
        graph.steps().stream()
            .filter(step -> !(step.op() instanceof Op.Assign(var state)) || lasting.contains(state))
            .toList();
    var cut = new Graph(kept, List.of(value)).prune();
    var made = cut.makers().keySet();
    return new Network(
        cut,
        calls.stream().filter(call -> made.containsAll(call.outputs())).toList(),
        variables.stream().filter(lasting::contains).toList(),
        List.of(),
        List.of());
  }

  /// Describes this network once more, on another input; its first output.
  public Node on(Node x) {
    return on(List.of(x)).getFirst();
  }

  /// Describes this network once more, on other inputs, with the same variables and auxiliary
  /// predictions; gives all its outputs.
  ///
  /// @throws ShapeException if these are not as many inputs as it has
  public List<Node> on(List<Node> given) {
    var inputs = graph.inputs();
    var x = given.getFirst();
    if (inputs.size() != given.size()) {
      throw new ShapeException(
          x.path(),
          "a value for each of the inputs " + inputNames(),
          String.valueOf(given.size()),
          "name the others: x.thenAll(\"name\", model, y).");
    }
    variables.forEach(x.trace()::use); // first of all, so that they keep their order
    var now = new HashMap<Value, Value>();
    for (int i = 0; i < inputs.size(); i++) {
      now.put(inputs.get(i).output(), given.get(i).value());
    }
    for (var step : graph.steps()) {
      if (step.op() instanceof Op.Input) {
        continue;
      }
      var operands =
          step.inputs().stream().map(value -> Objects.requireNonNull(now.get(value))).toList();
      var results =
          step.op() instanceof Op.Read(var variable)
              ? List.of(x.trace().use(variable).value())
              : x.trace().emit(step.op(), operands);
      for (int i = 0; i < results.size(); i++) {
        now.put(step.outputs().get(i), results.get(i));
      }
    }
    for (var auxiliary : auxiliaries) {
      x.trace().auxiliary(Objects.requireNonNull(now.get(auxiliary.value())), auxiliary.weight());
    }
    return graph.outputs().stream()
        .map(output -> new Node(x.trace(), Objects.requireNonNull(now.get(output))))
        .toList();
  }
}
