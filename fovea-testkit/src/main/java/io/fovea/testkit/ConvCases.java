// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.graph.Window;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Convolution and its gradients. Each geometry gives one case for each of the three ops.
final class ConvCases {
  private ConvCases() {}

  /// @param x input shape `[N, spatial..., C]`
  record Geometry(String name, Shape x, int filters, int groups, Window window) {
    Shape filter() {
      return window.kernel().then(Shape.of(x.channels() / groups, filters));
    }

    Shape y() {
      return Shape.of(x.get(0)).then(window.positions(x)).then(Shape.of(filters));
    }

    Shape spatial() {
      return x.slice(1, x.rank() - 1);
    }

    @Override
    public String toString() {
      return x + " " + name + " -> " + filters + (groups == 1 ? "" : " in " + groups + " groups");
    }
  }

  static List<OpCase> all() {
    var cases = new ArrayList<OpCase>();
    for (var it : geometries()) {
      var x = Operand.of("x", it.x());
      var filter = Operand.of("filter", it.filter());
      var bias = Operand.of("bias", it.filters());
      var dy = Operand.of("dy", it.y());
      var conv = new Op.Conv(it.window(), it.groups());
      cases.add(OpCase.of(it + " with bias", conv, x, filter, bias));
      cases.add(OpCase.of(it + " without bias", conv, x, filter));
      var backData = new Op.ConvBackData(it.window(), it.groups(), it.spatial());
      cases.add(OpCase.of(it.toString(), backData, dy, filter));
      cases.add(OpCase.of(it.toString(), new Op.ConvBackFilter(it.window(), it.groups()), x, dy));
    }
    return cases;
  }

  static List<Geometry> geometries() {
    var list = new ArrayList<Geometry>();
    channels(list);
    windows(list);
    groups(list);
    otherRanks(list);
    return list;
  }

  private static void channels(List<Geometry> list) {
    int[] channels = OpCases.CHANNELS;
    for (int i = 0; i < channels.length; i++) {
      int filters = channels[channels.length - 1 - i];
      var x = Shape.of(1 + i % 3, 5, 4, channels[i]);
      list.add(new Geometry("3x3 same", x, filters, 1, same(x, 3, 3, 1, 1)));
      list.add(new Geometry("1x1", x, channels[i], 1, valid(1, 1, 1)));
    }
  }

  private static void windows(List<Geometry> list) {
    for (int batch = 1; batch <= 3; batch++) {
      var x = Shape.of(batch, 9, 7, 3);
      list.add(new Geometry("3x3 same stride 2", x, 5, 1, same(x, 3, 3, 2, 1)));
    }
    var x = Shape.of(2, 9, 7, 3);
    var even = Shape.of(2, 8, 10, 3);
    list.add(new Geometry("3x3 valid", x, 5, 1, valid(3, 3, 1)));
    list.add(new Geometry("3x3 stride 2 leaves cells over", even, 5, 1, valid(3, 3, 2)));
    list.add(
        new Geometry("3x3 same stride 2, padded behind only", even, 5, 1, same(even, 3, 3, 2, 1)));
    list.add(new Geometry("2x2 stride 3", x, 4, 1, valid(2, 2, 3)));
    list.add(new Geometry("1x1 stride 2", x, 8, 1, valid(1, 1, 2)));
    list.add(new Geometry("1x1 same stride 3", even, 8, 1, same(even, 1, 1, 3, 1)));
    list.add(new Geometry("4x4 same", x, 4, 1, same(x, 4, 4, 1, 1)));
    list.add(new Geometry("2x2 same", x, 4, 1, same(x, 2, 2, 1, 1)));
    list.add(new Geometry("5x5 same stride 2", x, 2, 1, same(x, 5, 5, 2, 1)));
    list.add(new Geometry("7x7 same stride 2", x, 9, 1, same(x, 7, 7, 2, 1)));
    list.add(new Geometry("3x3 same dilation 2", x, 5, 1, same(x, 3, 3, 1, 2)));
    list.add(new Geometry("3x2 dilation 3", x, 5, 1, dilated(3, 2, 3)));
    list.add(new Geometry("kernel = image", x, 6, 1, valid(9, 7, 1)));
    list.add(new Geometry("1x4 same", x, 3, 1, same(x, 1, 4, 1, 1)));
    list.add(new Geometry("7x1 same", x, 3, 1, same(x, 7, 1, 1, 1)));
    list.add(
        new Geometry(
            "kernel > image", Shape.of(1, 2, 3, 3), 4, 1, same(Shape.of(1, 2, 3, 3), 5, 5, 1, 1)));
    list.add(new Geometry("picture of one cell", Shape.of(3, 1, 1, 7), 5, 1, valid(1, 1, 1)));
    var uneven = Window.of(new Axis(3, 2, 1, 0, 1), new Axis(3, 1, 1, 2, 0));
    list.add(new Geometry("padding 0, 1 and 2, 0", x, 4, 1, uneven));
    var wide = Window.of(new Axis(3, 2, 1, 3, 3), new Axis(3, 2, 1, 3, 3));
    list.add(new Geometry("padding 3 around 3x3 stride 2", x, 4, 1, wide));
    var mixed = Window.of(new Axis(1, 1, 1, 0, 0), Axis.same(7, 4, 2, 1));
    list.add(new Geometry("1x4 stride 1x2 same", x, 2, 1, mixed));
  }

  private static void groups(List<Geometry> list) {
    var six = Shape.of(2, 5, 7, 6);
    list.add(new Geometry("3x3 same", six, 4, 2, same(six, 3, 3, 1, 1)));
    list.add(new Geometry("3x3 stride 2", six, 9, 3, valid(3, 3, 2)));
    list.add(new Geometry("1x1", six, 6, 2, valid(1, 1, 1)));
    var wide = Shape.of(1, 4, 5, 32);
    list.add(new Geometry("3x3 same", wide, 32, 2, same(wide, 3, 3, 1, 1)));
    for (int c : OpCases.CHANNELS) {
      if (c == 1) {
        continue; // one group is no group
      }
      var x = Shape.of(2, 6, 5, c);
      list.add(new Geometry("3x3 same", x, c, c, same(x, 3, 3, 1, 1)));
      list.add(new Geometry("3x3 same stride 2", x, c, c, same(x, 3, 3, 2, 1)));
    }
    for (int c : new int[] {3, 8, 17}) {
      var x = Shape.of(1, 6, 5, c);
      list.add(new Geometry("3x3", x, 2 * c, c, valid(3, 3, 1)));
      list.add(new Geometry("5x5 same dilation 2", x, c, c, same(x, 5, 5, 1, 2)));
      list.add(new Geometry("5x5 same", x, c, c, same(x, 5, 5, 1, 1)));
      list.add(new Geometry("3x7 same stride 2", x, c, c, same(x, 3, 7, 2, 1)));
      list.add(new Geometry("2x4", x, c, c, valid(2, 4, 1)));
      var thin = Shape.of(1, 3, 1, c);
      list.add(new Geometry("3x7 same", thin, c, c, same(thin, 3, 7, 1, 1)));
    }
  }

  private static void otherRanks(List<Geometry> list) {
    var line = Shape.of(2, 9, 3);
    list.add(new Geometry("3 stride 2", line, 5, 1, new Window(List.of(Axis.of(3, 2)))));
    list.add(new Geometry("4 same", line, 8, 1, new Window(List.of(Axis.same(9, 4, 1, 1)))));
    list.add(new Geometry("3 depthwise", line, 3, 3, new Window(List.of(Axis.of(3, 1)))));
    var volume = Shape.of(2, 4, 5, 3, 2);
    var box = new Window(List.of(Axis.of(2, 1), Axis.same(5, 3, 2, 1), Axis.of(2, 1)));
    list.add(new Geometry("2x3x2 stride 1x2x1", volume, 3, 1, box));
  }

  static Window same(Shape x, int height, int width, int stride, int dilation) {
    return Window.of(
        Axis.same(x.get(1), height, stride, dilation),
        Axis.same(x.get(2), width, stride, dilation));
  }

  static Window valid(int height, int width, int stride) {
    return Window.of(Axis.of(height, stride), Axis.of(width, stride));
  }

  private static Window dilated(int height, int width, int dilation) {
    return Window.of(new Axis(height, 1, dilation, 0, 0), new Axis(width, 1, dilation, 0, 0));
  }
}
