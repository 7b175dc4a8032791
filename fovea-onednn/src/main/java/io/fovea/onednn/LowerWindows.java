package io.fovea.onednn;

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

/// Pooling and resampling, forward and backward.
final class LowerWindows {
  private final Draft draft;

  LowerWindows(Draft draft) {
    this.draft = draft;
  }

  void maxPool(Step step, Window window) {
    var x = step.inputs().getFirst();
    var y = step.output();
    var index = step.outputs().get(1);
    boolean training = draft.isRead(index);
    var desc = pool(Algorithm.MAX_POOL, window, x, y, training);
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
    var hint = pool(Algorithm.MAX_POOL, window, dx, dy, true);
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
    var desc = pool(Algorithm.AVG_POOL, window, x, y, false);
    draft.primitive(
        "average pooling",
        desc,
        new Use(Arg.SRC, draft.plain(x), desc.src()),
        new Use(Arg.DST, draft.result(y), desc.dst()));
  }

  void avgPoolBack(Step step, Window window) {
    var dy = step.inputs().getFirst();
    var dx = step.output();
    var hint = pool(Algorithm.AVG_POOL, window, dx, dy, true);
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
      Algorithm algorithm, Window window, Value x, Value y, boolean training) {
    return Primitives.pooling(
        draft.scope(),
        training ? Propagation.TRAINING : Propagation.INFERENCE,
        algorithm,
        Layouts.pictures(x.shape()),
        Layouts.pictures(y.shape()),
        Layouts.exact(window, x.shape(), y.shape()),
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
