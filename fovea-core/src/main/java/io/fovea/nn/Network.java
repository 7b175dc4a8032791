package io.fovea.nn;

import io.fovea.graph.Graph;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A finished description: the graph from inputs to outputs for an open number of examples, the
/// layers it came from and the variables they declared.
///
/// @param graph holds both phases (see [Op.Phase]) and the updates of moving statistics
/// @param calls the layers, in order of description, nested ones before the layer that holds them
/// @param variables in Keras' order: layer by layer, as declared
public record Network(Graph graph, List<Call> calls, List<Variable> variables) {
  /// Copies the lists.
  public Network {
    calls = List.copyOf(calls);
    variables = List.copyOf(variables);
  }

  /// One use of a layer.
  ///
  /// @param path where, e.g. `stage2.unit1/conv1`
  /// @param depth 0 for layers of the network itself, 1 for layers inside those, ...
  /// @param variables those of the layer and of all layers inside it
  public record Call(
      String path, Layer layer, int depth, Value input, Value output, List<Variable> variables) {
    /// Copies the list.
    public Call {
      variables = List.copyOf(variables);
    }

    /// The last part of the path.
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /// What came out of describing a network from its input to these outputs.
  public static Network to(Node... outputs) {
    var trace = outputs[0].trace();
    for (var output : outputs) {
      outputs[0].sameTrace(output);
    }
    var values = Arrays.stream(outputs).map(Node::value).toList();
    return new Network(trace.builder().build(values), trace.calls(), trace.variables());
  }

  /// The layers of the network itself, without those inside them.
  public List<Call> layers() {
    return calls.stream().filter(call -> call.depth() == 0).toList();
  }

  /// Shape of the first input, its first axis open.
  public Shape inputShape() {
    return graph.inputs().getFirst().output().shape();
  }

  /// Shape of the first output, its first axis open.
  public Shape outputShape() {
    return graph.outputs().getFirst().shape();
  }

  /// The outputs as nodes again, for adding to the description (a loss, say); this network stays as
  /// it is.
  public List<Node> reopen() {
    var trace = new Trace(GraphBuilder.continuing(graph), calls, variables);
    return graph.outputs().stream().map(value -> new Node(trace, value)).toList();
  }

  /// Describes this network once more, on another input, with the same variables.
  public Node on(Node x) {
    var now = new HashMap<Value, Value>();
    boolean fed = false;
    for (var step : graph.steps()) {
      if (step.op() instanceof Op.Input) {
        if (fed) {
          throw new IllegalStateException(
              "A network of several inputs cannot follow a single node: describe it with its own"
                  + " inputs.");
        }
        fed = true;
        now.put(step.output(), x.value());
        continue;
      }
      if (step.op() instanceof Op.Read(var variable)) {
        now.put(step.output(), x.trace().use(variable).value());
        continue;
      }
      var inputs = step.inputs().stream().map(now::get).toList();
      put(now, step.outputs(), x.trace().emit(step.op(), inputs));
    }
    return new Node(x.trace(), now.get(graph.outputs().getFirst()));
  }

  private static void put(Map<Value, Value> now, List<Value> before, List<Value> after) {
    for (int i = 0; i < before.size(); i++) {
      now.put(before.get(i), after.get(i));
    }
  }
}
