// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Gives each operand in the order of axes that a node wants: constants are written so, computed
/// values are transposed, once for all who want it.
final class Orders {
  private final OnnxGraph file;
  private final Map<String, String> turned = new HashMap<>();

  Orders(OnnxGraph file) {
    this.file = file;
  }

  /// The name of the operand in Fovea's order.
  String described(Operand x) {
    return named(x, Order.CHANNELS_LAST, x.shape().rank());
  }

  /// The name of the operand, channels first.
  String channelsFirst(Operand x) {
    return named(x, Order.CHANNELS_FIRST, x.shape().rank());
  }

  /// The name of the operand in an order.
  ///
  /// @param rank axes of the value that it is stretched to by broadcasting
  String named(Operand x, Order order, int rank) {
    boolean grows = order == Order.CHANNELS_FIRST && x.shape().rank() > 0 && rank > 2;
    var shape = grows ? grown(x.shape(), rank) : x.shape();
    var axes = order.axes(shape.rank());
    return switch (x) {
      case Operand.Constant constant when shape.rank() == x.shape().rank() ->
          file.constant(constant, axes, order.of(shape));
      case Operand.Constant constant -> // a vector: new axes of size 1 move nothing
          file.constant(grown(constant, shape), axes, order.of(shape));
      case Operand.Computed computed when shape.rank() == x.shape().rank() ->
          turned(computed.name(), shape, computed.order(), order);
      case Operand.Computed computed -> {
        var plain = turned(computed.name(), x.shape(), computed.order(), Order.CHANNELS_LAST);
        yield turned(reshaped(plain, shape), shape, Order.CHANNELS_LAST, order);
      }
    };
  }

  /// The filter of a convolution: `[kernel..., C / groups, filters]` becomes `[filters, C / groups,
  /// kernel...]`.
  String filter(Operand filter) {
    int rank = filter.shape().rank();
    var axes = new ArrayList<>(List.of(rank - 1, rank - 2));
    for (int i = 0; i < rank - 2; i++) {
      axes.add(i);
    }
    return filter instanceof Operand.Constant constant
        ? file.constant(constant, axes, new Shape(axes.stream().map(filter.shape()::get).toList()))
        : file.node("Transpose", List.of(Attributes.numbers("perm", axes)), described(filter));
  }

  /// The same elements under another shape.
  String reshaped(String x, Shape shape) {
    return file.node("Reshape", x, file.numbers(shape.sizes()));
  }

  private String turned(String name, Shape shape, Order from, Order to) {
    if (from == to || shape.rank() < 3) {
      return name;
    }
    return turned.computeIfAbsent(
        name,
        _ ->
            Order.agree(shape)
                ? reshaped(name, to.of(shape))
                : file.node(
                    "Transpose",
                    List.of(Attributes.numbers("perm", turn(shape.rank(), to))),
                    name));
  }

  private static List<Integer> turn(int rank, Order to) {
    return to == Order.CHANNELS_FIRST
        ? Order.CHANNELS_FIRST.axes(rank)
        : IntStream.range(0, rank)
            .map(axis -> Order.CHANNELS_FIRST.at(rank, axis))
            .boxed()
            .toList();
  }

  private static Operand.Constant grown(Operand.Constant constant, Shape shape) {
    return new Operand.Constant(constant.name(), shape, constant.values());
  }

  private static Shape grown(Shape shape, int rank) {
    return new Shape(Collections.nCopies(rank - shape.rank(), 1)).then(shape);
  }
}
