// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import io.fovea.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A growing `GraphProto` (onnx.proto): nodes in running order, constants, inputs and outputs.
///
/// Mutable, for one thread. Nodes are called after the layer that asked for them and their operator,
/// as in `stage2.unit1/conv1/Conv`; so is the value that they make.
final class OnnxGraph {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final List<Node> nodes = new ArrayList<>();
  private final List<ProtoMessage> initializers = new ArrayList<>();
  private final List<ProtoMessage> inputs = new ArrayList<>();
  private final Map<String, Shape> outputs = new LinkedHashMap<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Map<Object, String> constants = new HashMap<>();
  private String path = "";

  private record Node(
      String type, String name, List<String> inputs, List<ProtoMessage> attributes) {}

  /// Nodes added from now on belong to this layer.
  void at(String path) {
    this.path = path;
  }

  /// Where nodes are added now.
  String path() {
    return path;
  }

  // ---- nodes ---------------------------------------------------------------------------------

  /// Adds a node without settings; the name of its result.
  String node(String type, String... inputs) {
    return node(type, List.of(), inputs);
  }

  /// Adds a node; the name of its result.
  ///
  /// @param inputs names of values; an empty one leaves out an optional input
  String node(String type, List<ProtoMessage> attributes, String... inputs) {
    var name = unique(path.isEmpty() ? type : path + "/" + type);
    nodes.add(new Node(type, name, List.of(inputs), attributes));
    return name;
  }

  /// Adds an input; its name.
  String input(String wish, Shape shape) {
    var name = unique(wish);
    inputs.add(described(name, shape));
    return name;
  }

  /// Makes a value an output under a name of its own.
  void output(String wish, String value, Shape shape) {
    var name = unique(wish);
    boolean free =
        !renamed.containsKey(value) && nodes.stream().anyMatch(node -> node.name().equals(value));
    renamed.put(free ? value : node("Identity", value), name);
    outputs.put(name, shape);
  }

  // ---- constants -----------------------------------------------------------------------------

  /// The numbers of a constant under another order of axes; its name.
  ///
  /// @param dims what is written, for readers that want axes of size 1 more
  String constant(Operand.Constant constant, List<Integer> axes, Shape dims) {
    record Form(Operand.Constant constant, List<Integer> axes, Shape dims) {}
    return constants.computeIfAbsent(
        new Form(constant, axes, dims),
        _ ->
            initializer(
                constant.name(),
                FLOAT,
                dims,
                new Initializer(constant.shape(), axes, constant.values())));
  }

  /// A single float32 without axes.
  String scalar(double value) {
    return constants.computeIfAbsent(
        (float) value,
        _ ->
            initializer(
                "constant/" + (float) value,
                FLOAT,
                Shape.scalar(),
                new Initializer(Shape.scalar(), List.of(), () -> new float[] {(float) value})));
  }

  /// A vector of whole numbers: sizes, axes, borders.
  String numbers(List<Integer> values) {
    record Numbers(List<Integer> values) implements Content {
      @Override
      public long size() {
        return (long) values.size() * Long.BYTES;
      }

      @Override
      public void write(OutputStream out) throws IOException {
        var bytes = ByteBuffer.allocate((int) size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putLong);
        out.write(bytes.array());
      }
    }
    var numbers = new Numbers(List.copyOf(values));
    return constants.computeIfAbsent(
        numbers, _ -> initializer("constant/" + values, INT64, Shape.of(values.size()), numbers));
  }

  /// A vector of float32 numbers.
  String vector(List<Double> values) {
    return constants.computeIfAbsent(
        values,
        _ ->
            initializer(
                "constant/" + values,
                FLOAT,
                Shape.of(values.size()),
                new Initializer(Shape.of(values.size()), List.of(0), () -> floats(values))));
  }

  private static float[] floats(List<Double> values) {
    var floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  /// A `TensorProto`.
  private String initializer(String wish, int type, Shape dims, Content numbers) {
    var name = unique(wish);
    initializers.add(
        new ProtoMessage()
            .numbers(1, dims.sizes())
            .number(2, type)
            .text(8, name)
            .content(9, numbers));
    return name;
  }

  private String unique(String wish) {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> i == 0 ? wish : wish + "_" + i)
        .filter(names::add)
        .findFirst()
        .orElseThrow();
  }

  // ---- the message ---------------------------------------------------------------------------

  /// The whole graph.
  ProtoMessage message(String name) {
    var graph = new ProtoMessage();
    nodes.forEach(node -> graph.content(1, message(node)));
    graph.text(2, name);
    initializers.forEach(initializer -> graph.content(5, initializer));
    inputs.forEach(input -> graph.content(11, input));
    outputs.forEach((output, shape) -> graph.content(12, described(output, shape)));
    return graph;
  }

  private ProtoMessage message(Node node) {
    var message = new ProtoMessage();
    node.inputs().forEach(input -> message.text(1, renamed.getOrDefault(input, input)));
    message.text(2, renamed.getOrDefault(node.name(), node.name()));
    message.text(3, node.name()).text(4, node.type());
    node.attributes().forEach(attribute -> message.content(5, attribute));
    return message;
  }

  /// A `ValueInfoProto`; open sizes are called `N`.
  private static ProtoMessage described(String name, Shape shape) {
    var sizes = new ProtoMessage();
    for (int size : shape.sizes()) {
      var dimension = new ProtoMessage();
      sizes.content(1, size == Shape.OPEN ? dimension.text(2, "N") : dimension.number(1, size));
    }
    var tensor = new ProtoMessage().number(1, FLOAT).content(2, sizes);
    return new ProtoMessage().text(1, name).content(2, new ProtoMessage().content(1, tensor));
  }
}
