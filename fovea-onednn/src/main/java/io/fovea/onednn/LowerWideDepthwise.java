// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Axis;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Window;
import io.fovea.onednn.Draft.Use;
import io.fovea.onednn.dnnl.Arg;
import io.fovea.onednn.dnnl.Attr;
import io.fovea.onednn.dnnl.Products;
import io.fovea.onednn.dnnl.Propagation;
import io.fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The filter gradient of a depthwise convolution whose window has more than three columns, for which
/// oneDNN has slow code only: as windows of at most three columns, each over a copy of the pictures
/// that shows what those columns see, its border of zeros included. Four times as fast, copies and
/// all.
final class LowerWideDepthwise {
  private static final int COLUMNS = 3;

  private final Draft draft;

  LowerWideDepthwise(Draft draft) {
    this.draft = draft;
  }

  /// Whether this is the better way.
  static boolean takes(Step step, Op.ConvBackFilter back) {
    var x = step.inputs().getFirst().shape();
    int groups = back.groups();
    boolean depthwise =
        groups > 1 && groups == x.channels() && groups == step.output().shape().channels();
    if (!depthwise || back.window().rank() != 2) {
      return false;
    }
    var across = back.window().axes().getLast();
    return across.kernel() > COLUMNS && across.dilation() == 1;
  }

  void convBackFilter(Step step, Op.ConvBackFilter back) {
    int kernel = back.window().axes().getLast().kernel();
    var dw = draft.result(step.output());
    for (int from = 0; from < kernel; from += COLUMNS) {
      columns(step, back, dw, from, Math.min(COLUMNS, kernel - from));
    }
  }

  /// The gradient of `count` columns of the filter.
  private void columns(Step step, Op.ConvBackFilter back, Slot dw, int from, int count) {
    var dy = step.inputs().get(1);
    var shape = step.output().shape();
    var db = step.outputs().get(1);
    boolean withBias = from == 0 && draft.isRead(db);
    var across = back.window().axes().getLast();
    var seen = seen(step.inputs().getFirst(), dy.shape(), across, from, count);
    var narrow = shape.with(1, count);
    var window =
        Layouts.exact(
            Window.of(back.window().axes().getFirst(), Axis.of(count, across.stride())),
            seen.shape(),
            dy.shape());
    var pictures = Layouts.pictures(seen.shape());
    var filter = Layouts.anyFilter(narrow, back.groups());
    var bias = withBias ? Layouts.dense(db.shape()) : null;
    var result = Layouts.pictures(dy.shape());
    var hint =
        Products.convolution(
            draft.scope(),
            Propagation.TRAINING,
            pictures,
            filter,
            bias,
            result,
            window,
            Attr.plain());
    var desc =
        Products.convolutionBackwardWeights(
            draft.scope(), pictures, filter, bias, result, window, hint, Attr.plain());
    var packed = desc.diffWeights();
    var part = draft.slot(packed.size());
    var uses = new ArrayList<Use>();
    uses.add(new Use(Arg.SRC, seen.slot(), pictures));
    uses.add(new Use(Arg.DIFF_DST, draft.plain(dy), result));
    uses.add(new Use(Arg.DIFF_WEIGHTS, part, packed));
    if (withBias) {
      uses.add(new Use(Arg.DIFF_BIAS, draft.result(db), desc.diffBias()));
    }
    draft.primitive("convolution backward weights", desc, uses.toArray(Use[]::new));
    var sizes = new long[] {back.groups(), 1, 1, shape.get(0), count};
    var begin = new long[] {0, 0, 0, 0, from};
    draft.reorder(
        "join", part, packed, dw, Layouts.filter(shape, back.groups()).slice(sizes, begin));
  }

  private record Seen(Slot slot, Shape shape) {}

  /// Pictures as wide as the columns look, with zeros where they look beyond the border.
  private Seen seen(Value x, Shape dy, Axis across, int from, int count) {
    int width = (dy.get(2) - 1) * across.stride() + count;
    int first = from - across.before();
    int begin = Math.max(0, first);
    int visible = Math.max(0, Math.min(x.shape().get(2), first + width) - begin);
    int left = visible == 0 ? width : begin - first;
    int right = width - left - visible;
    var shape = x.shape().with(2, width);
    var slot = draft.slot(Layouts.bytes(shape));
    if (left + right > 0) {
      draft.java("border", List.of(slot), () -> border(slot, shape, left, right));
    }
    if (visible > 0) {
      var box = Layouts.longs(x.shape().with(2, visible));
      draft.reorder(
          "slice",
          draft.plain(x),
          Layouts.dense(x.shape()).slice(box, new long[] {0, 0, begin, 0}),
          slot,
          Layouts.dense(shape).slice(box, new long[] {0, 0, left, 0}));
    }
    return new Seen(slot, shape);
  }

  /// Zeros in the first and last columns of each row.
  private static Kernel border(Slot slot, Shape shape, int left, int right) {
    long pixel = shape.channels() * (long) Float.BYTES;
    long row = shape.get(2) * pixel;
    long rows = shape.elements() * Float.BYTES / row;
    var zeros = MemorySegment.ofArray(new byte[Math.toIntExact(Math.max(left, right) * pixel)]);
    var target = slot.memory();
    return _ -> {
      for (long i = 0; i < rows; i++) {
        MemorySegment.copy(zeros, 0, target, i * row, left * pixel);
        MemorySegment.copy(zeros, 0, target, (i + 1) * row - right * pixel, right * pixel);
      }
    };
  }
}
