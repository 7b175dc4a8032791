// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.onnx;

import io.fovea.error.FormatException;
import io.fovea.graph.Axis;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Ops that slide windows or change spatial sizes. All of them want and give channels first.
final class Windows {
  private final OnnxGraph file;
  private final Orders orders;

  Windows(OnnxGraph file, Orders orders) {
    this.file = file;
    this.orders = orders;
  }

  /// @param in x, filter and perhaps bias
  String conv(Window window, int groups, List<Operand> in) {
    var attributes = attributes(window);
    attributes.add(dilations(window));
    attributes.add(Attributes.number("group", groups));
    var x = orders.channelsFirst(in.getFirst());
    var filter = orders.filter(in.get(1));
    return in.size() > 2
        ? file.node("Conv", attributes, x, filter, orders.described(in.get(2)))
        : file.node("Conv", attributes, x, filter);
  }

  /// Cells that no window of the forward convolution reaches come at the end.
  ///
  /// @param spatial sizes of the result
  String convTranspose(Window window, int groups, Shape spatial, List<Operand> in) {
    var left =
        IntStream.range(0, window.rank())
            .map(i -> {
              var axis = window.axes().get(i);
              int reached = (in.getFirst().shape().get(i + 1) - 1) * axis.stride() + axis.reach();
              return spatial.get(i) - reached + axis.before() + axis.after();
            })
            .boxed()
            .toList();
    var attributes = attributes(window);
    attributes.add(dilations(window));
    attributes.add(Attributes.number("group", groups));
    attributes.add(Attributes.numbers("output_padding", left));
    return file.node(
        "ConvTranspose", attributes, orders.channelsFirst(in.getFirst()), orders.filter(in.get(1)));
  }

  String maxPool(Window window, Operand x) {
    if (isWhole(window, x.shape())) {
      return file.node("GlobalMaxPool", orders.channelsFirst(x));
    }
    requirePoolable(window);
    var attributes = attributes(window);
    attributes.add(dilations(window));
    return file.node("MaxPool", attributes, orders.channelsFirst(x));
  }

  String avgPool(Window window, Operand x) {
    if (isWhole(window, x.shape())) {
      return file.node("GlobalAveragePool", orders.channelsFirst(x));
    }
    requirePoolable(window);
    if (window.axes().stream().anyMatch(axis -> axis.dilation() > 1)) {
      throw new FormatException(
          file.path(),
          "average pooling without dilation, as ONNX has it",
          "a dilated window",
          "leave the dilation out.");
    }
    var attributes = attributes(window);
    attributes.add(Attributes.number("count_include_pad", 0));
    return file.node("AveragePool", attributes, orders.channelsFirst(x));
  }

  /// ONNX takes factors or sizes, but sizes include the number of examples, which is open.
  String resample(boolean linear, Shape spatial, Operand x) {
    var factors = new ArrayList<>(List.of(1.0, 1.0));
    for (int i = 0; i < spatial.rank(); i++) {
      factors.add(factor(x.shape().get(i + 1), spatial.get(i)));
    }
    var attributes =
        new ArrayList<>(
            List.of(
                Attributes.text("coordinate_transformation_mode", "half_pixel"),
                Attributes.text("mode", linear ? "linear" : "nearest")));
    if (!linear) {
      attributes.add(Attributes.text("nearest_mode", "round_prefer_ceil"));
    }
    return file.node("Resize", attributes, orders.channelsFirst(x), "", file.vector(factors));
  }

  /// The smallest float32 that gives the right size, in single and in double precision: readers
  /// multiply and round down.
  private static double factor(int from, int to) {
    float factor = (float) to / from;
    return (int) Math.floor((double) factor * from) < to ? Math.nextUp(factor) : factor;
  }

  private static boolean isWhole(Window window, Shape x) {
    return !window.pads()
        && IntStream.range(0, window.rank())
            .allMatch(i ->
                window.axes().get(i).reach() == x.get(i + 1)
                    && window.axes().get(i).dilation() == 1);
  }

  private void requirePoolable(Window window) {
    for (var axis : window.axes()) {
      if (Math.max(axis.before(), axis.after()) >= axis.kernel()) {
        throw new FormatException(
            file.path(),
            "pooling with a border narrower than the window, as ONNX has it",
            "a border of "
                + Math.max(axis.before(), axis.after())
                + " around a window of "
                + axis.kernel(),
            "use less padding, or zeroPadding2d in front.");
      }
    }
  }

  private static List<ProtoMessage> attributes(Window window) {
    return new ArrayList<>(
        List.of(
            Attributes.numbers("kernel_shape", each(window, Axis::kernel)),
            Attributes.numbers("strides", each(window, Axis::stride)),
            Attributes.numbers("pads", pads(window))));
  }

  private static ProtoMessage dilations(Window window) {
    return Attributes.numbers("dilations", each(window, Axis::dilation));
  }

  private static List<Integer> pads(Window window) {
    return Stream.concat(each(window, Axis::before).stream(), each(window, Axis::after).stream())
        .toList();
  }

  private static List<Integer> each(Window window, ToIntFunction<Axis> number) {
    return window.axes().stream().map(number::applyAsInt).toList();
  }
}
