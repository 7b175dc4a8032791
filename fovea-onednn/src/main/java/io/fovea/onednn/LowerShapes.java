// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.onednn.Draft.Use;
import io.fovea.onednn.dnnl.Algorithm;
import io.fovea.onednn.dnnl.Arg;
import io.fovea.onednn.dnnl.Attr;
import io.fovea.onednn.dnnl.MemoryDesc;
import io.fovea.onednn.dnnl.Primitives;
import io.fovea.onednn.dnnl.Products;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Reductions, and everything that only moves data.
final class LowerShapes {
  private final Draft draft;

  LowerShapes(Draft draft) {
    this.draft = draft;
  }

  void reduce(Step step, Op.Reduce.Kind kind, List<Integer> axes) {
    var shape = step.inputs().getFirst().shape();
    boolean neighbours = axes.getLast() - axes.getFirst() == axes.size() - 1;
    if (kind == Op.Reduce.Kind.MAX || !neighbours) {
      reducePrimitive(step, kind);
      return;
    }
    long outer = shape.slice(0, axes.getFirst()).elements();
    long inner = shape.slice(axes.getLast() + 1, shape.rank()).elements();
    long reduced = shape.elements() / outer / inner;
    sumByProduct(step, outer, reduced, inner, kind == Op.Reduce.Kind.MEAN ? 1.0 / reduced : 1);
  }

  /// A sum along one axis is a product with ones, which oneDNN does far faster than its reduction.
  private void sumByProduct(Step step, long outer, long reduced, long inner, double scale) {
    var x = step.inputs().getFirst();
    var y = step.output();
    var ones = draft.slot(Slot.Kind.KEPT, reduced * Float.BYTES);
    ones.fillWith((float) scale);
    boolean rows = inner == 1;
    MemoryDesc left = rows ? Layouts.dense(outer, reduced) : Layouts.dense(1, 1, reduced);
    MemoryDesc right = rows ? Layouts.dense(reduced, 1) : Layouts.dense(outer, reduced, inner);
    MemoryDesc result = rows ? Layouts.dense(outer, 1) : Layouts.dense(outer, 1, inner);
    var desc = Products.matmul(draft.scope(), left, right, null, result, Attr.plain());
    var source = draft.plain(x);
    draft.primitive(
        "sum",
        desc,
        new Use(Arg.SRC, rows ? source : ones, left),
        new Use(Arg.WEIGHTS, rows ? ones : source, right),
        new Use(Arg.DST, draft.result(y), result));
  }

  private void reducePrimitive(Step step, Op.Reduce.Kind kind) {
    var x = step.inputs().getFirst();
    var y = step.output();
    var algorithm =
        switch (kind) {
          case SUM -> Algorithm.REDUCE_SUM;
          case MEAN -> Algorithm.REDUCE_MEAN;
          case MAX -> Algorithm.REDUCE_MAX;
        };
    if (x.shape().equals(y.shape())) {
      copy(step);
      return;
    }
    var source = Layouts.dense(x.shape());
    var target = Layouts.dense(y.shape());
    var desc = Primitives.reduction(draft.scope(), algorithm, source, target, Attr.plain());
    draft.primitive(
        "reduction",
        desc,
        new Use(Arg.SRC, draft.plain(x), source),
        new Use(Arg.DST, draft.result(y), target));
  }

  private void copy(Step step) {
    var layout = Layouts.dense(step.output().shape());
    draft.reorder(
        "copy", draft.plain(step.inputs().getFirst()), layout, draft.result(step.output()), layout);
  }

  void broadcast(Step step) {
    var x = step.inputs().getFirst();
    var y = step.output();
    Stretch.add(draft, draft.plain(x), x.shape(), draft.result(y), y.shape());
  }

  /// The same memory under another shape.
  void reshape(Step step) {
    draft.put(step.output(), Place.plain(draft.plain(step.inputs().getFirst())));
  }

  void transpose(Step step, List<Integer> order) {
    var x = step.inputs().getFirst();
    var y = step.output();
    var axes = order.stream().mapToInt(Integer::intValue).toArray();
    draft.reorder(
        "transpose",
        draft.plain(x),
        Layouts.dense(x.shape()).transpose(axes),
        draft.result(y),
        Layouts.dense(y.shape()));
  }

  void concat(Step step, int axis) {
    var y = step.output();
    var uses = new ArrayList<Use>();
    var layouts = new ArrayList<MemoryDesc>();
    for (var input : step.inputs()) {
      var layout = Layouts.dense(input.shape());
      uses.add(new Use(Arg.MULTIPLE_SRC + layouts.size(), draft.plain(input), layout));
      layouts.add(layout);
    }
    var target = Layouts.dense(y.shape());
    var desc = Primitives.concat(draft.scope(), target, axis, layouts, Attr.plain());
    uses.add(new Use(Arg.DST, draft.result(y), target));
    draft.primitive("concatenation", desc, uses.toArray(Use[]::new));
  }

  void slice(Step step, Shape begin) {
    var x = step.inputs().getFirst();
    var y = step.output();
    draft.reorder(
        "slice",
        draft.plain(x),
        box(x, y.shape(), begin),
        draft.result(y),
        Layouts.dense(y.shape()));
  }

  void pad(Step step, Shape before, double value) {
    var x = step.inputs().getFirst();
    var y = step.output();
    var slot = draft.result(y);
    Filling.add(draft, slot, y.shape().elements(), (float) value);
    draft.reorder("pad", draft.plain(x), Layouts.dense(x.shape()), slot, box(y, x.shape(), before));
  }

  private static MemoryDesc box(Value whole, Shape sizes, Shape begin) {
    return Layouts.dense(whole.shape()).slice(Layouts.longs(sizes), Layouts.longs(begin));
  }
}
