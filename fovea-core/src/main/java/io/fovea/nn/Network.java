package io.fovea.nn;

import io.fovea.error.FoveaException;
import io.fovea.error.ShapeException;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
public record Network(
    Graph graph, List<Call> calls, List<Variable> variables, List<Auxiliary> auxiliaries) {
  /// Copies the lists.
  public Network {
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
  /// @param inputs one, or several for a [Join]
  /// @param variables those of the layer and of all layers inside it
  public record Call(
      String path,
      Layer layer,
      int depth,
      List<Value> inputs,
      Value output,
      List<Variable> variables)
      implements Part {
    /// Copies the lists.
    public Call {
      inputs = List.copyOf(inputs);
      variables = List.copyOf(variables);
    }

    @Override
    public List<Value> outputs() {
      return List.of(output);
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
    var trace = outputs[0].trace();
    var graph = graphTo(outputs);
    trace.auxiliaries().forEach(auxiliary -> check(auxiliary, trace, outputs[0].shape()));
    var plain = new Network(graph, trace.calls(), List.of(), trace.auxiliaries());
    var variables = new LinkedHashSet<Variable>();
    plain.layers().forEach(call -> variables.addAll(call.variables()));
    variables.addAll(trace.variables());
    return new Network(graph, trace.calls(), List.copyOf(variables), trace.auxiliaries());
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

  /// Name of each output: that of the layer which makes it; `output`, `output_1`, ... behind
  /// arithmetic that is no layer.
  public List<String> outputNames() {
    var layers = new HashMap<Value, String>();
    layers().forEach(call -> layers.put(call.output(), call.name()));
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

  /// Describes this network once more, on another input, with the same variables and auxiliary
  /// predictions.
  public Node on(Node x) {
    var inputs = graph.inputs();
    if (inputs.size() != 1) {
      throw new IllegalStateException(
          FoveaException.format(
              x.path(),
              "a network of one input to follow a node",
              inputs.size() + " inputs",
              "describe it with its own inputs."));
    }
    variables.forEach(x.trace()::use); // first of all, so that they keep their order
    var now = new HashMap<Value, Value>(Map.of(inputs.getFirst().output(), x.value()));
    Node y = x;
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
        if (step.outputs().get(i).equals(graph.outputs().getFirst())) {
          y = new Node(x.trace(), results.get(i));
        }
      }
    }
    for (var auxiliary : auxiliaries) {
      x.trace().auxiliary(Objects.requireNonNull(now.get(auxiliary.value())), auxiliary.weight());
    }
    return y;
  }
}
