// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import io.fovea.error.FormatException;
import io.fovea.graph.Graph;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/// Turns an inference graph into ONNX nodes, step by step.
///
/// Pictures lie channels first from the first convolution on: each op says which order it wants,
/// element-wise ops take the order that they find, and [Orders] turns what does not fit.
final class Translation {
  private final OnnxGraph file = new OnnxGraph();
  private final Orders orders = new Orders(file);
  private final Functions functions = new Functions(file);
  private final Windows windows = new Windows(file, orders);
  private final Map<Value, Operand> operands = new HashMap<>();
  private final Order inputs;

  private final Set<Value> pooled = new HashSet<>(); // what poolings by the largest value read

  private Translation(Order inputs) {
    this.inputs = inputs;
  }

  /// The same computation in ONNX' terms.
  ///
  /// @param graph phases resolved, no effects
  /// @param inputs how pictures are fed
  /// @throws FormatException naming the layer that ONNX has no words for
  static OnnxGraph of(Graph graph, Order inputs) {
    var translation = new Translation(inputs);
    graph.steps().stream()
        .filter(step -> step.op() instanceof Op.MaxPool)
        .forEach(step -> translation.pooled.add(step.inputs().getFirst()));
    graph.steps().forEach(translation::add);
    var makers = graph.makers();
    for (var output : graph.outputs()) {
      translation.file.at(Objects.requireNonNull(makers.get(output)).path());
      var operand = translation.operand(output);
      translation.file.output("output", translation.orders.described(operand), output.shape());
    }
    return translation.file;
  }

  private void add(Step step) {
    file.at(step.path());
    var in = step.inputs().stream().map(this::operand).toList();
    var op = step.op() instanceof Op.Pad pad ? apart(pad, step.output()) : step.op();
    operands.put(step.output(), translate(op, in, step.output().shape()));
  }

  /// ONNX Runtime takes a border of zeros for one of its own poolings, which is of -infinity. A border of
  /// the smallest number of full precision is the same to everybody else.
  private Op.Pad apart(Op.Pad pad, Value padded) {
    return pad.value() == 0 && pooled.contains(padded)
        ? new Op.Pad(pad.before(), pad.after(), Float.MIN_NORMAL)
        : pad;
  }

  private Operand operand(Value value) {
    var operand = operands.get(value);
    if (operand == null) {
      throw untranslated("places inside pooling windows");
    }
    return operand;
  }

  private Operand translate(Op op, List<Operand> in, Shape shape) {
    return switch (op) {
      case Op.Input(var name, var fed) ->
          new Operand.Computed(file.input(name, inputs.of(fed)), fed, inputs);
      case Op.Read(var variable) ->
          new Operand.Constant(variable.path(), variable.shape(), variable::read);
      case Op.Fill(double value, var filled) -> literal("fill", Tensor.full(filled, (float) value));
      case Op.Literal(var tensor) -> literal("literal", tensor);
      case Op.Conv(var window, int groups) -> first(windows.conv(window, groups, in), shape);
      case Op.ConvBackData(var window, int groups, var spatial) ->
          first(windows.convTranspose(window, groups, spatial, in), shape);
      case Op.MatMul product -> last(matMul(product, in), shape);
      case Op.MaxPool(var window) -> first(windows.maxPool(window, in.getFirst()), shape);
      case Op.AvgPool(var window) -> first(windows.avgPool(window, in.getFirst()), shape);
      case Op.Resample(boolean linear, var spatial) ->
          first(windows.resample(linear, spatial, in.getFirst()), shape);
      case Op.BatchNormFixed(double epsilon) -> first(batchNorm(epsilon, in), shape);
      case Op.Softmax _ -> alongChannels("Softmax", in.getFirst());
      case Op.LogSoftmax _ -> alongChannels("LogSoftmax", in.getFirst());
      case Op.Map(var function) -> {
        var x = found(in.getFirst());
        yield new Operand.Computed(functions.apply(function, x.name()), shape, x.order());
      }
      case Op.Binary(var kind) -> combine(kind, in.get(0), in.get(1), shape);
      case Op.Reduce reduce -> reduce(reduce, in.getFirst(), shape);
      case Op.Broadcast _ -> broadcast(in.getFirst(), shape);
      case Op.Reshape _ when in.getFirst() instanceof Operand.Constant constant ->
          new Operand.Constant(constant.name(), shape, constant.values());
      case Op.Reshape(var to) -> last(reshape(in.getFirst(), to), shape);
      case Op.Transpose(var order) -> last(transpose(order, in.getFirst()), shape);
      case Op.Concat(int axis) -> concat(axis, in, shape);
      case Op.Slice(var begin, _) -> slice(begin, in.getFirst(), shape);
      case Op.Pad pad -> pad(pad, in.getFirst(), shape);
      case Op.OneHot(int classes) -> last(oneHot(classes, in.getFirst()), shape);
      case Op.Fused(var main, var posts) -> fused(main, posts, in, shape);
      case Op.Custom(var function) -> throw untranslated("the user's own op " + function);
      case Op.Random _ -> throw untranslated("random numbers");
      case Op.Assign _, Op.Update _, Op.Phase _ -> throw untranslated("a step of training");
      case Op.ConvBackFilter _,
          Op.MaxPoolBack _,
          Op.AvgPoolBack _,
          Op.ResampleBack _,
          Op.BatchNorm _,
          Op.BatchNormBack _,
          Op.SoftmaxBack _,
          Op.MapBack _ ->
          throw untranslated("the training op " + op.getClass().getSimpleName());
    };
  }

  private FormatException untranslated(String what) {
    return new FormatException(
        file.path(),
        "ops that ONNX has for inference",
        what,
        "describe the layer by other ops, or save the model in another format.");
  }

  // ---- operands ------------------------------------------------------------------------------

  private static Operand first(String name, Shape shape) {
    return new Operand.Computed(name, shape, Order.CHANNELS_FIRST);
  }

  private static Operand last(String name, Shape shape) {
    return new Operand.Computed(name, shape, Order.CHANNELS_LAST);
  }

  private Operand literal(String name, Tensor tensor) {
    var full = file.path().isEmpty() ? name : file.path() + "/" + name;
    return new Operand.Constant(full, tensor.shape(), tensor::toArray);
  }

  /// An operand as it lies; a constant in Fovea's order.
  private Operand.Computed found(Operand x) {
    return x instanceof Operand.Computed computed
        ? computed
        : new Operand.Computed(orders.described(x), x.shape(), Order.CHANNELS_LAST);
  }

  /// Channels first if one of the operands of full rank lies so.
  private static Order common(List<Operand> in, int rank) {
    boolean first =
        in.stream()
            .anyMatch(x ->
                x instanceof Operand.Computed(_, var shape, var order)
                    && order == Order.CHANNELS_FIRST
                    && shape.rank() == rank);
    return first ? Order.CHANNELS_FIRST : Order.CHANNELS_LAST;
  }

  // ---- ops -----------------------------------------------------------------------------------

  private String matMul(Op.MatMul product, List<Operand> in) {
    var attributes =
        List.of(
            Attributes.number("transA", product.transposeA() ? 1 : 0),
            Attributes.number("transB", product.transposeB() ? 1 : 0));
    return file.node("Gemm", attributes, in.stream().map(orders::described).toArray(String[]::new));
  }

  private String batchNorm(double epsilon, List<Operand> in) {
    var names = new ArrayList<>(List.of(orders.channelsFirst(in.getFirst())));
    in.subList(1, in.size()).forEach(vector -> names.add(orders.described(vector)));
    return file.node(
        "BatchNormalization",
        List.of(Attributes.real("epsilon", epsilon)),
        names.toArray(String[]::new));
  }

  private Operand alongChannels(String type, Operand operand) {
    var x = found(operand);
    int rank = x.shape().rank();
    var axis = Attributes.number("axis", x.order().at(rank, rank - 1));
    return new Operand.Computed(file.node(type, List.of(axis), x.name()), x.shape(), x.order());
  }

  private Operand combine(Op.Binary.Kind kind, Operand a, Operand b, Shape shape) {
    var order = common(List.of(a, b), shape.rank());
    var name =
        functions.combine(
            kind, orders.named(a, order, shape.rank()), orders.named(b, order, shape.rank()));
    return new Operand.Computed(name, shape, order);
  }

  private Operand reduce(Op.Reduce reduce, Operand operand, Shape shape) {
    var x = found(operand);
    var axes =
        reduce.axes().stream().map(axis -> x.order().at(x.shape().rank(), axis)).sorted().toList();
    var name =
        switch (reduce.kind()) {
          case SUM -> file.node("ReduceSum", x.name(), file.numbers(axes));
          case MEAN -> file.node("ReduceMean", List.of(Attributes.numbers("axes", axes)), x.name());
          case MAX -> file.node("ReduceMax", List.of(Attributes.numbers("axes", axes)), x.name());
        };
    return new Operand.Computed(name, shape, x.order());
  }

  /// An axis of open size keeps the size of `x`: 1 stretches to anything.
  private Operand broadcast(Operand x, Shape shape) {
    var order = common(List.of(x), shape.rank());
    var sizes =
        order.of(shape).sizes().stream().map(size -> size == Shape.OPEN ? 1 : size).toList();
    var name = file.node("Expand", orders.named(x, order, shape.rank()), file.numbers(sizes));
    return new Operand.Computed(name, shape, order);
  }

  /// Elements keep Fovea's sequence.
  private String reshape(Operand x, Shape to) {
    var name = Order.agree(x.shape()) ? found(x).name() : orders.described(x);
    return orders.reshaped(name, to);
  }

  private String transpose(List<Integer> order, Operand operand) {
    var x = found(operand);
    var perm = order.stream().map(axis -> x.order().at(order.size(), axis)).toList();
    return file.node("Transpose", List.of(Attributes.numbers("perm", perm)), x.name());
  }

  private Operand concat(int axis, List<Operand> in, Shape shape) {
    int rank = shape.rank();
    var order = common(in, rank);
    var names = in.stream().map(x -> orders.named(x, order, rank)).toArray(String[]::new);
    var name = file.node("Concat", List.of(Attributes.number("axis", order.at(rank, axis))), names);
    return new Operand.Computed(name, shape, order);
  }

  /// Axes that stay whole are left out: their size may be open.
  private Operand slice(Shape begin, Operand operand, Shape shape) {
    var x = found(operand);
    int rank = shape.rank();
    var cut =
        IntStream.range(0, rank)
            .filter(axis -> shape.get(axis) != x.shape().get(axis))
            .boxed()
            .toList();
    if (cut.isEmpty()) {
      return x;
    }
    var name =
        file.node(
            "Slice",
            x.name(),
            file.numbers(cut.stream().map(begin::get).toList()),
            file.numbers(cut.stream().map(axis -> begin.get(axis) + shape.get(axis)).toList()),
            file.numbers(cut.stream().map(axis -> x.order().at(rank, axis)).toList()));
    return new Operand.Computed(name, shape, x.order());
  }

  private Operand pad(Op.Pad pad, Operand operand, Shape shape) {
    var x = found(operand);
    var borders = new ArrayList<>(x.order().of(pad.before()).sizes());
    borders.addAll(x.order().of(pad.after()).sizes());
    var name = file.node("Pad", x.name(), file.numbers(borders), file.scalar(pad.value()));
    return new Operand.Computed(name, shape, x.order());
  }

  /// `label == 0, label == 1, ...`: ONNX' own OneHot counts negative labels from the end.
  private String oneHot(int classes, Operand labels) {
    int rank = labels.shape().rank();
    var columns = file.node("Unsqueeze", orders.described(labels), file.numbers(List.of(rank)));
    var numbers = file.vector(IntStream.range(0, classes).mapToObj(i -> (double) i).toList());
    return functions.combine(Op.Binary.Kind.EQ, columns, numbers);
  }

  private Operand fused(Op main, List<Op.Post> posts, List<Operand> in, Shape shape) {
    long combined = posts.stream().filter(Op.Post.Combine.class::isInstance).count();
    int next = Math.toIntExact(in.size() - combined);
    var y = translate(main, in.subList(0, next), shape);
    for (var post : posts) {
      y =
          switch (post) {
            case Op.Post.Apply(var function) -> translate(new Op.Map(function), List.of(y), shape);
            case Op.Post.Combine(var kind) -> combine(kind, y, in.get(next++), shape);
          };
    }
    return y;
  }
}
