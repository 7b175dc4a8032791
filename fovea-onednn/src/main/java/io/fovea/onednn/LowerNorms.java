// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.onednn.Draft.Use;
import io.fovea.onednn.dnnl.Algorithm;
import io.fovea.onednn.dnnl.Arg;
import io.fovea.onednn.dnnl.Attr;
import io.fovea.onednn.dnnl.MemoryDesc;
import io.fovea.onednn.dnnl.NormOption;
import io.fovea.onednn.dnnl.PrimitiveDesc;
import io.fovea.onednn.dnnl.Primitives;
import io.fovea.onednn.dnnl.Propagation;
import java.util.EnumSet;
import java.util.Set;

/// Batch normalization and softmax, forward and backward.
final class LowerNorms {
  private static final Set<NormOption> OWN = Set.of(NormOption.SCALE, NormOption.SHIFT);
  private static final Set<NormOption> GIVEN =
      EnumSet.of(NormOption.SCALE, NormOption.SHIFT, NormOption.GLOBAL_STATISTICS);

  private final Draft draft;

  LowerNorms(Draft draft) {
    this.draft = draft;
  }

  void batchNorm(Step step, double epsilon) {
    var x = step.inputs().get(0);
    var channels = Layouts.dense(step.inputs().get(1).shape());
    var desc = forward(x, epsilon, Propagation.TRAINING, OWN);
    draft.primitive(
        "batch normalization",
        desc,
        new Use(Arg.SRC, draft.plain(x), desc.src()),
        new Use(Arg.SCALE, draft.plain(step.inputs().get(1)), channels),
        new Use(Arg.SHIFT, draft.plain(step.inputs().get(2)), channels),
        new Use(Arg.DST, draft.result(step.output()), desc.dst()),
        new Use(Arg.MEAN, draft.result(step.outputs().get(1)), channels),
        new Use(Arg.VARIANCE, draft.result(step.outputs().get(2)), channels));
  }

  void batchNormFixed(Step step, double epsilon) {
    var x = step.inputs().get(0);
    var channels = Layouts.dense(step.inputs().get(1).shape());
    var desc = forward(x, epsilon, Propagation.INFERENCE, GIVEN);
    draft.primitive(
        "batch normalization",
        desc,
        new Use(Arg.SRC, draft.plain(x), desc.src()),
        new Use(Arg.SCALE, draft.plain(step.inputs().get(1)), channels),
        new Use(Arg.SHIFT, draft.plain(step.inputs().get(2)), channels),
        new Use(Arg.MEAN, draft.plain(step.inputs().get(3)), channels),
        new Use(Arg.VARIANCE, draft.plain(step.inputs().get(4)), channels),
        new Use(Arg.DST, draft.result(step.output()), desc.dst()));
  }

  void batchNormBack(Step step, double epsilon, boolean fixed) {
    var dy = step.inputs().get(0);
    var x = step.inputs().get(1);
    var channels = Layouts.dense(step.inputs().get(2).shape());
    var options = fixed ? GIVEN : OWN;
    var desc =
        Primitives.batchNormBackward(
            draft.scope(),
            data(x),
            data(dy),
            data(x),
            (float) epsilon,
            options,
            forward(x, epsilon, Propagation.TRAINING, options),
            Attr.plain());
    draft.primitive(
        "batch normalization backward",
        desc,
        new Use(Arg.SRC, draft.plain(x), data(x)),
        new Use(Arg.MEAN, draft.plain(step.inputs().get(3)), channels),
        new Use(Arg.VARIANCE, draft.plain(step.inputs().get(4)), channels),
        new Use(Arg.DIFF_DST, draft.plain(dy), desc.diffDst()),
        new Use(Arg.SCALE, draft.plain(step.inputs().get(2)), channels),
        new Use(Arg.DIFF_SRC, draft.result(step.outputs().get(0)), desc.diffSrc()),
        new Use(Arg.DIFF_SCALE, draft.result(step.outputs().get(1)), channels),
        new Use(Arg.DIFF_SHIFT, draft.result(step.outputs().get(2)), channels));
  }

  void softmax(Step step, boolean log) {
    var x = step.inputs().getFirst();
    var desc = softmaxForward(x, log);
    draft.primitive(
        "softmax",
        desc,
        new Use(Arg.SRC, draft.plain(x), desc.src()),
        new Use(Arg.DST, draft.result(step.output()), desc.dst()));
  }

  void softmaxBack(Step step, boolean log) {
    var dy = step.inputs().get(0);
    var y = step.inputs().get(1);
    var rows = rows(y);
    var desc =
        Primitives.softmaxBackward(
            draft.scope(),
            log ? Algorithm.LOG_SOFTMAX : Algorithm.SOFTMAX,
            rows,
            rows,
            rows,
            1,
            softmaxForward(y, log),
            Attr.plain());
    draft.primitive(
        "softmax backward",
        desc,
        new Use(Arg.DST, draft.plain(y), rows),
        new Use(Arg.DIFF_DST, draft.plain(dy), rows),
        new Use(Arg.DIFF_SRC, draft.result(step.output()), rows));
  }

  private PrimitiveDesc forward(
      Value x, double epsilon, Propagation propagation, Set<NormOption> options) {
    return Primitives.batchNorm(
        draft.scope(), propagation, data(x), data(x), (float) epsilon, options, Attr.plain());
  }

  private PrimitiveDesc softmaxForward(Value x, boolean log) {
    return Primitives.softmax(
        draft.scope(),
        Propagation.TRAINING,
        log ? Algorithm.LOG_SOFTMAX : Algorithm.SOFTMAX,
        rows(x),
        rows(x),
        1,
        Attr.plain());
  }

  private static MemoryDesc data(Value x) {
    return Layouts.pictures(x.shape());
  }

  private static MemoryDesc rows(Value x) {
    long columns = x.shape().channels();
    return Layouts.dense(x.shape().elements() / columns, columns);
  }
}
