// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.graph.Variable;
import io.fovea.onednn.Draft.Use;
import io.fovea.onednn.dnnl.Arg;
import io.fovea.onednn.dnnl.Attr;
import io.fovea.onednn.dnnl.MemoryDesc;
import io.fovea.onednn.dnnl.PrimitiveDesc;
import io.fovea.onednn.dnnl.Primitives;
import io.fovea.onednn.dnnl.Products;
import io.fovea.onednn.dnnl.Propagation;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Convolutions and matrix products, forward and backward.
final class LowerProducts {
  private final Draft draft;
  private final Map<Value, Variable> filters = new HashMap<>();

  LowerProducts(Draft draft) {
    this.draft = draft;
  }

  /// Notes that a value is what a variable of its own holds, so that it may be packed in place.
  void read(Value value, Variable variable) {
    filters.put(value, variable);
  }

  /// @return false if oneDNN cannot do it with these posts; then nothing was added
  boolean conv(Step step, Op.Conv conv, List<Op.Post> posts) {
    var x = step.inputs().get(0);
    var filter = step.inputs().get(1);
    var y = step.output();
    var bias = bias(step, posts, 2);
    var operands = step.inputs().subList(bias == null ? 2 : 3, step.inputs().size());
    var after = Posts.of(draft, posts, operands, Posts.besidePictures(y.shape()));
    var implemented =
        Primitives.ifImplemented(
            () -> forward(conv, x.shape(), filter.shape(), bias, y.shape(), after.attr()));
    if (implemented.isEmpty()) {
      return false;
    }
    var desc = implemented.get();
    settleIn(filter, conv.groups(), desc.weights());
    var uses = new ArrayList<Use>();
    uses.add(new Use(Arg.SRC, draft.plain(x), desc.src()));
    uses.add(
        new Use(Arg.WEIGHTS, draft.packed(filter, conv.groups(), desc.weights()), desc.weights()));
    if (bias != null) {
      uses.add(new Use(Arg.BIAS, draft.plain(bias), desc.bias()));
    }
    uses.addAll(after.arguments());
    uses.add(new Use(Arg.DST, draft.result(y), desc.dst()));
    draft.primitive("convolution", desc, uses.toArray(Use[]::new));
    return true;
  }

  void convBackData(Step step, Op.ConvBackData back) {
    var dy = step.inputs().get(0);
    var filter = step.inputs().get(1);
    var dx = step.output();
    var window = Layouts.exact(back.window(), dx.shape(), dy.shape());
    var hint =
        forward(
            new Op.Conv(back.window(), back.groups()),
            dx.shape(),
            filter.shape(),
            null,
            dy.shape(),
            Attr.plain());
    var desc =
        Products.convolutionBackwardData(
            draft.scope(),
            Layouts.pictures(dx.shape()),
            Layouts.anyFilter(filter.shape(), back.groups()),
            Layouts.pictures(dy.shape()),
            window,
            hint,
            Attr.plain());
    draft.primitive(
        "convolution backward data",
        desc,
        new Use(Arg.DIFF_DST, draft.plain(dy), desc.diffDst()),
        new Use(Arg.WEIGHTS, draft.packed(filter, back.groups(), desc.weights()), desc.weights()),
        new Use(Arg.DIFF_SRC, draft.result(dx), desc.diffSrc()));
  }

  void convBackFilter(Step step, Op.ConvBackFilter back) {
    var x = step.inputs().get(0);
    var dy = step.inputs().get(1);
    var dw = step.outputs().get(0);
    var db = step.outputs().get(1);
    boolean withBias = draft.isRead(db);
    var window = Layouts.exact(back.window(), x.shape(), dy.shape());
    var hint =
        forward(
            new Op.Conv(back.window(), back.groups()),
            x.shape(),
            dw.shape(),
            withBias ? db : null,
            dy.shape(),
            Attr.plain());
    var desc =
        Products.convolutionBackwardWeights(
            draft.scope(),
            Layouts.pictures(x.shape()),
            Layouts.anyFilter(dw.shape(), back.groups()),
            withBias ? Layouts.dense(db.shape()) : null,
            Layouts.pictures(dy.shape()),
            window,
            hint,
            Attr.plain());
    var packed = desc.diffWeights();
    var slot = draft.slot(packed.size());
    draft.put(dw, new Place(slot, packed, back.groups()));
    var uses = new ArrayList<Use>();
    uses.add(new Use(Arg.SRC, draft.plain(x), desc.src()));
    uses.add(new Use(Arg.DIFF_DST, draft.plain(dy), desc.diffDst()));
    uses.add(new Use(Arg.DIFF_WEIGHTS, slot, packed));
    if (withBias) {
      uses.add(new Use(Arg.DIFF_BIAS, draft.result(db), desc.diffBias()));
    }
    draft.primitive("convolution backward weights", desc, uses.toArray(Use[]::new));
  }

  /// @return false if oneDNN cannot do it with these posts; then nothing was added
  boolean matMul(Step step, Op.MatMul product, List<Op.Post> posts) {
    var a = step.inputs().get(0);
    var b = step.inputs().get(1);
    var y = step.output();
    long rows = y.shape().get(0);
    long columns = y.shape().get(1);
    var bias = bias(step, posts, 2);
    var after =
        Posts.of(
            draft,
            posts,
            step.inputs().subList(bias == null ? 2 : 3, step.inputs().size()),
            Posts.besideRows(y.shape(), rows, columns));
    var left = Layouts.matrix(a.shape(), product.transposeA());
    var right = Layouts.matrix(b.shape(), product.transposeB());
    // Weights that stay as they are are packed once; others are read as they lie.
    boolean pack = draft.isSettled(b) && !draft.isSettled(a);
    var implemented =
        Primitives.ifImplemented(() ->
            Products.matmul(
                draft.scope(),
                left,
                pack ? right.toAny() : right,
                bias == null ? null : Layouts.dense(1, columns),
                Layouts.dense(y.shape()),
                after.attr()));
    if (implemented.isEmpty()) {
      return false;
    }
    var desc = implemented.get();
    var matrix =
        pack && !desc.weights().equals(right)
            ? draft.copied("pack", b, draft.plain(b), right, desc.weights())
            : draft.plain(b);
    var uses = new ArrayList<Use>();
    uses.add(new Use(Arg.SRC, draft.plain(a), left));
    uses.add(new Use(Arg.WEIGHTS, matrix, desc.weights()));
    if (bias != null) {
      uses.add(new Use(Arg.BIAS, draft.plain(bias), desc.bias()));
    }
    uses.addAll(after.arguments());
    uses.add(new Use(Arg.DST, draft.result(y), desc.dst()));
    draft.primitive("product", desc, uses.toArray(Use[]::new));
    return true;
  }

  private PrimitiveDesc forward(
      Op.Conv conv, Shape x, Shape filter, @Nullable Value bias, Shape y, Attr attr) {
    return Products.convolution(
        draft.scope(),
        Propagation.TRAINING,
        Layouts.pictures(x),
        Layouts.anyFilter(filter, conv.groups()),
        bias == null ? null : Layouts.dense(bias.shape()),
        Layouts.pictures(y),
        Layouts.exact(conv.window(), x, y),
        attr);
  }

  /// A filter that this plan trains moves, once, to the layout that its convolution likes; unless
  /// something read it before, as a transposed convolution does whose gradient this convolution is.
  private void settleIn(Value filter, int groups, MemoryDesc layout) {
    var variable = filters.get(filter);
    if (variable == null || !draft.isChanging(variable) || draft.isTaken(filter)) {
      return;
    }
    var storage = NativeStorage.of(variable);
    if (storage.packed() == null && !Layouts.filter(filter.shape(), groups).equals(layout)) {
      var packed = NativeStorage.packed(variable.shape(), layout, groups);
      variable.moveTo(packed);
      draft.put(filter, draft.variable(variable));
    }
  }

  private static @Nullable Value bias(Step step, List<Op.Post> posts, int at) {
    long operands = posts.stream().filter(post -> post instanceof Op.Post.Combine).count();
    return step.inputs().size() - operands > at ? step.inputs().get(at) : null;
  }
}
