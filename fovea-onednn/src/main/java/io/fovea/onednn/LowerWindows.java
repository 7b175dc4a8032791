// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Axis;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Window;
import io.fovea.onednn.Draft.Use;
import io.fovea.onednn.dnnl.Algorithm;
import io.fovea.onednn.dnnl.Arg;
import io.fovea.onednn.dnnl.Attr;
import io.fovea.onednn.dnnl.MemoryDesc;
import io.fovea.onednn.dnnl.PrimitiveDesc;
import io.fovea.onednn.dnnl.Primitives;
import io.fovea.onednn.dnnl.Propagation;
import io.fovea.tensor.Shape;

/// Pooling and resampling, forward and backward.
final class LowerWindows {
  /// Cells of a window above which a mean is taken in two steps: 16 x 16.
  private static final int LARGE = 256;

  private final Draft draft;

  LowerWindows(Draft draft) {
    this.draft = draft;
  }

  void maxPool(Step step, Window window) {
    var x = step.inputs().getFirst();
    var y = step.output();
    var index = step.outputs().get(1);
    boolean training = draft.isRead(index);
    var desc = pool(Algorithm.MAX_POOL, window, x.shape(), y.shape(), training);
    var source = new Use(Arg.SRC, draft.plain(x), desc.src());
    var result = new Use(Arg.DST, draft.result(y), desc.dst());
    if (training) {
      var layout = workspace(desc);
      var slot = draft.slot(layout.size());
      draft.put(index, Place.plain(slot));
      draft.primitive("max pooling", desc, source, result, new Use(Arg.WORKSPACE, slot, layout));
    } else {
      draft.primitive("max pooling", desc, source, result);
    }
  }

  void maxPoolBack(Step step, Window window) {
    var dy = step.inputs().get(0);
    var index = step.inputs().get(1);
    var dx = step.output();
    var hint = pool(Algorithm.MAX_POOL, window, dx.shape(), dy.shape(), true);
    var desc = poolBack(Algorithm.MAX_POOL, window, dx, dy, hint);
    draft.primitive(
        "max pooling backward",
        desc,
        new Use(Arg.DIFF_DST, draft.plain(dy), desc.diffDst()),
        new Use(Arg.WORKSPACE, draft.plain(index), workspace(hint)),
        new Use(Arg.DIFF_SRC, draft.result(dx), desc.diffSrc()));
  }

  void avgPool(Step step, Window window) {
    var x = step.inputs().getFirst();
    var y = step.output();
    if (isWholeAndLarge(window, x.shape())) {
      var across = Window.of(Axis.of(1, 1), Axis.of(x.shape().get(2), 1));
      var down = Window.of(window.axes().getFirst(), Axis.of(1, 1));
      var rows = Shape.of(x.shape().get(0), x.shape().get(1), 1, x.shape().get(3));
      var means = draft.slot(Layouts.bytes(rows));
      average(across, x.shape(), draft.plain(x), rows, means);
      average(down, rows, means, y.shape(), draft.result(y));
    } else {
      average(window, x.shape(), draft.plain(x), y.shape(), draft.result(y));
    }
  }

  /// Whether the mean of a whole picture is better taken as that of its rows' means: a single sum of
  /// very many float32 numbers loses digits.
  private static boolean isWholeAndLarge(Window window, Shape input) {
    return window.rank() == 2
        && !window.pads()
        && window.cells() > LARGE
        && window.kernel().equals(Shape.of(input.get(1), input.get(2)));
  }

  private void average(Window window, Shape from, Slot source, Shape to, Slot result) {
    var desc = pool(Algorithm.AVG_POOL, window, from, to, false);
    draft.primitive(
        "average pooling",
        desc,
        new Use(Arg.SRC, source, desc.src()),
        new Use(Arg.DST, result, desc.dst()));
  }

  void avgPoolBack(Step step, Window window) {
    var dy = step.inputs().getFirst();
    var dx = step.output();
    var hint = pool(Algorithm.AVG_POOL, window, dx.shape(), dy.shape(), true);
    var desc = poolBack(Algorithm.AVG_POOL, window, dx, dy, hint);
    draft.primitive(
        "average pooling backward",
        desc,
        new Use(Arg.DIFF_DST, draft.plain(dy), desc.diffDst()),
        new Use(Arg.DIFF_SRC, draft.result(dx), desc.diffSrc()));
  }

  void resample(Step step, boolean linear) {
    var x = step.inputs().getFirst();
    var y = step.output();
    var desc = resampling(linear, x, y);
    draft.primitive(
        "resampling",
        desc,
        new Use(Arg.SRC, draft.plain(x), desc.src()),
        new Use(Arg.DST, draft.result(y), desc.dst()));
  }

  void resampleBack(Step step, boolean linear) {
    var dy = step.inputs().getFirst();
    var dx = step.output();
    var desc =
        Primitives.resamplingBackward(
            draft.scope(),
            linear ? Algorithm.BILINEAR : Algorithm.NEAREST,
            Layouts.pictures(dx.shape()),
            Layouts.pictures(dy.shape()),
            resampling(linear, dx, dy),
            Attr.plain());
    draft.primitive(
        "resampling backward",
        desc,
        new Use(Arg.DIFF_DST, draft.plain(dy), desc.diffDst()),
        new Use(Arg.DIFF_SRC, draft.result(dx), desc.diffSrc()));
  }

  private PrimitiveDesc resampling(boolean linear, Value x, Value y) {
    return Primitives.resampling(
        draft.scope(),
        Propagation.TRAINING,
        linear ? Algorithm.BILINEAR : Algorithm.NEAREST,
        Layouts.pictures(x.shape()),
        Layouts.pictures(y.shape()),
        Attr.plain());
  }

  private PrimitiveDesc pool(
      Algorithm algorithm, Window window, Shape x, Shape y, boolean training) {
    return Primitives.pooling(
        draft.scope(),
        training ? Propagation.TRAINING : Propagation.INFERENCE,
        algorithm,
        Layouts.pictures(x),
        Layouts.pictures(y),
        Layouts.exact(window, x, y),
        Attr.plain());
  }

  private PrimitiveDesc poolBack(
      Algorithm algorithm, Window window, Value dx, Value dy, PrimitiveDesc hint) {
    return Primitives.poolingBackward(
        draft.scope(),
        algorithm,
        Layouts.pictures(dx.shape()),
        Layouts.pictures(dy.shape()),
        Layouts.exact(window, dx.shape(), dy.shape()),
        hint,
        Attr.plain());
  }

  private static MemoryDesc workspace(PrimitiveDesc desc) {
    return desc.workspace()
        .orElseThrow(() -> new IllegalStateException(desc + " keeps no workspace"));
  }
}
