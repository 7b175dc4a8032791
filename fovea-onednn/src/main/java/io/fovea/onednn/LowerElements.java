// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Op;
import io.fovea.graph.Op.Binary.Kind;
import io.fovea.graph.Step;
import io.fovea.graph.Value;
import io.fovea.onednn.Draft.Use;
import io.fovea.onednn.dnnl.Algorithm;
import io.fovea.onednn.dnnl.Arg;
import io.fovea.onednn.dnnl.Attr;
import io.fovea.onednn.dnnl.MemoryDesc;
import io.fovea.onednn.dnnl.PrimitiveDesc;
import io.fovea.onednn.dnnl.Primitives;
import io.fovea.onednn.dnnl.Propagation;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Element-wise functions and arithmetic with broadcasting.
final class LowerElements {
  /// Fewer than a vector register holds.
  private static final int FEW_COLUMNS = 16;

  private final Draft draft;

  LowerElements(Draft draft) {
    this.draft = draft;
  }

  /// @return false if oneDNN cannot do it with these posts; then nothing was added
  boolean map(Step step, Eltwise function, List<Op.Post> posts) {
    var x = step.inputs().getFirst();
    var y = step.output();
    var functions = Layouts.keepingNan(function, draft.isExact());
    boolean steps = functions.size() > 1;
    var before = steps ? Posts.then(Attr.plain(), functions) : Attr.plain();
    var after = posts(step, before, posts, 1, y.shape());
    // arithmetic is twenty times slower on short rows
    boolean flat = steps && after.arguments().isEmpty();
    if (steps && !flat && columns(y.shape()) < FEW_COLUMNS) {
      return false;
    }
    var layout = flat ? flat(y.shape()) : rows(y.shape());
    var desc = steps ? plusZero(layout, after.attr()) : eltwise(function, layout, after.attr());
    if (desc.isEmpty() || isSlowed(desc.get(), posts)) {
      return false;
    }
    var uses = new ArrayList<Use>();
    uses.add(new Use(Arg.SRC, draft.plain(x), layout));
    if (steps) {
      uses.add(zero());
    }
    uses.addAll(after.arguments());
    uses.add(new Use(Arg.DST, draft.resultOver(y, x), layout));
    draft.primitive("element-wise", desc.get(), uses.toArray(Use[]::new));
    return true;
  }

  /// Whether posts, such as a product with three numbers, one for each color, leave only the plain
  /// loops of the library: then several fast primitives take less time than one.
  private static boolean isSlowed(PrimitiveDesc desc, List<Op.Post> posts) {
    return !posts.isEmpty() && desc.implementation().startsWith("ref");
  }

  /// `x + 0`, for functions to follow: behind a function of its own the library takes no other.
  private Optional<PrimitiveDesc> plusZero(MemoryDesc layout, Attr attr) {
    return Primitives.ifImplemented(() ->
        Primitives.binary(draft.scope(), Algorithm.ADD, layout, Layouts.dense(1, 1), layout, attr));
  }

  private Use zero() {
    var slot = draft.slot(Slot.Kind.KEPT, Float.BYTES);
    slot.fillWith(0);
    return new Use(Arg.SRC_1, slot, Layouts.dense(1, 1));
  }

  private Optional<PrimitiveDesc> eltwise(Eltwise function, MemoryDesc layout, Attr attr) {
    return Primitives.ifImplemented(() ->
        Primitives.eltwise(
            draft.scope(),
            Propagation.INFERENCE,
            Layouts.algorithm(function),
            layout,
            layout,
            (float) function.alpha(),
            (float) function.beta(),
            attr));
  }

  /// Element-wise steps on a value that lies row-major, in its own memory.
  void inPlace(Value y, List<Op.Post> posts, List<Value> operands) {
    int next = 0;
    for (var post : posts) {
      switch (post) {
        case Op.Post.Apply(var function) ->
            watched(post, new Op.Map(function), List.of(y), y, () -> mapInPlace(y, function));
        case Op.Post.Combine(var kind) -> {
          var operand = operands.get(next++);
          watched(
              post,
              new Op.Binary(kind),
              List.of(y, operand),
              y,
              () -> binaryInPlace(y, kind, operand));
        }
      }
    }
  }

  private void watched(Op.Post post, Op op, List<Value> inputs, Value y, Runnable primitive) {
    if (Watch.hides(post, draft.isExact())) {
      Watch.forNan(draft, new Step("", op, inputs, List.of(y)), primitive);
    } else {
      primitive.run();
    }
  }

  private void mapInPlace(Value y, Eltwise function) {
    var memory = draft.plain(y);
    var layout = flat(y.shape());
    var functions = Layouts.keepingNan(function, draft.isExact());
    boolean steps = functions.size() > 1;
    var uses = new ArrayList<Use>();
    uses.add(new Use(Arg.SRC, memory, layout));
    if (steps) {
      uses.add(zero());
    }
    uses.add(new Use(Arg.DST, memory, layout));
    var desc =
        steps
            ? plusZero(layout, Posts.then(Attr.plain(), functions))
            : eltwise(function, layout, Attr.plain());
    draft.primitive("element-wise", desc.orElseThrow(), uses.toArray(Use[]::new));
  }

  private void binaryInPlace(Value y, Kind kind, Value operand) {
    var memory = draft.plain(y);
    var sizes = Aligned.of(y.shape(), operand.shape()).overRows(y.shape());
    var full = Layouts.dense(sizes.full());
    var other = Layouts.dense(sizes.operand());
    draft.primitive(
        "arithmetic",
        Primitives.binary(draft.scope(), Layouts.algorithm(kind), full, other, full, Attr.plain()),
        new Use(Arg.SRC, memory, full),
        new Use(Arg.SRC_1, operand(operand, sizes), other),
        new Use(Arg.DST, memory, full));
  }

  void mapBack(Step step, Eltwise function) {
    var dy = step.inputs().get(0);
    var data = step.inputs().get(1);
    var layout = rows(step.output().shape());
    float alpha = (float) function.alpha();
    float beta = (float) function.beta();
    var hint =
        Primitives.eltwise(
            draft.scope(),
            Propagation.TRAINING,
            Layouts.algorithm(function),
            layout,
            layout,
            alpha,
            beta,
            Attr.plain());
    var desc =
        Primitives.eltwiseBackward(
            draft.scope(),
            Layouts.backward(function),
            layout,
            layout,
            layout,
            alpha,
            beta,
            hint,
            Attr.plain());
    int dataArgument = function.kind().fromOutput() ? Arg.DST : Arg.SRC;
    draft.primitive(
        "element-wise backward",
        desc,
        new Use(dataArgument, draft.plain(data), layout),
        new Use(Arg.DIFF_DST, draft.plain(dy), layout),
        new Use(Arg.DIFF_SRC, draft.resultOver(step.output(), dy), layout));
  }

  /// @return false if oneDNN cannot do it with these posts; then nothing was added
  boolean binary(Step step, Kind kind, List<Op.Post> posts) {
    var a = step.inputs().get(0);
    var b = step.inputs().get(1);
    var y = step.output();
    var after = posts(step, Attr.plain(), posts, 2, y.shape());
    var shape = y.shape();
    if (!a.shape().equals(shape) && b.shape().equals(shape) && swaps(kind)) {
      return binary(step, swapped(kind), b, a, posts, after);
    }
    return binary(step, Layouts.algorithm(kind), a, b, posts, after);
  }

  private boolean binary(
      Step step, Algorithm algorithm, Value a, Value b, List<Op.Post> posts, Posts after) {
    var y = step.output();
    boolean stretched = !a.shape().equals(y.shape());
    boolean alone = after.attr().equals(Attr.plain());
    var sizes =
        alone
            ? Aligned.of(y.shape(), b.shape()).overRows(y.shape())
            : Aligned.rows(y.shape(), b.shape());
    if (!after.arguments().isEmpty() && !sizes.isRowsOf(y.shape())) {
      return false;
    }
    var full = Layouts.dense(sizes.full());
    var operand = Layouts.dense(sizes.operand());
    var desc =
        Primitives.ifImplemented(
            () -> Primitives.binary(draft.scope(), algorithm, full, operand, full, after.attr()));
    if (desc.isEmpty() || isSlowed(desc.get(), posts)) {
      return false;
    }
    var left = stretched ? stretched(a, y.shape()) : draft.plain(a);
    var right = operand(b, sizes);
    var uses = new ArrayList<Use>();
    uses.add(new Use(Arg.SRC, left, full));
    uses.add(new Use(Arg.SRC_1, right, operand));
    uses.addAll(after.arguments());
    uses.add(new Use(Arg.DST, stretched ? draft.result(y) : draft.resultOver(y, a), full));
    draft.primitive("arithmetic", desc.get(), uses.toArray(Use[]::new));
    return true;
  }

  /// Where an operand lies in these sizes; repeats it if they are more than it has.
  private Slot operand(Value operand, Aligned sizes) {
    var memory = draft.plain(operand);
    long own = elements(operand.shape());
    long wanted = sizes.operandSizes().stream().reduce(1L, Math::multiplyExact);
    if (own == wanted) {
      return memory;
    }
    var once = Shape.of(1, (int) own);
    var repeated = Shape.of((int) (wanted / own), (int) own);
    return draft.derived(
        operand,
        () -> {
          var slot = draft.slot(Layouts.bytes(repeated));
          Stretch.add(draft, memory, once, slot, repeated);
          return slot;
        });
  }

  private Slot stretched(Value a, Shape shape) {
    var slot = draft.slot(Layouts.bytes(shape));
    Stretch.add(draft, draft.plain(a), a.shape(), slot, shape);
    return slot;
  }

  private Posts posts(Step step, Attr before, List<Op.Post> posts, int operands, Shape result) {
    long columns = columns(result);
    return Posts.of(
        draft,
        before,
        posts,
        step.inputs().subList(operands, step.inputs().size()),
        Posts.besideRows(result, elements(result) / columns, columns));
  }

  private static boolean swaps(Kind kind) {
    return kind != Kind.SUB && kind != Kind.DIV;
  }

  private static Algorithm swapped(Kind kind) {
    return switch (kind) {
      case GT -> Algorithm.LESS;
      case GE -> Algorithm.LESS_EQUAL;
      case ADD, SUB, MUL, DIV, MAX, MIN, EQ -> Layouts.algorithm(kind);
    };
  }

  /// All elements as rows of the last axis.
  private static MemoryDesc rows(Shape shape) {
    long columns = columns(shape);
    return Layouts.dense(elements(shape) / columns, columns);
  }

  private static MemoryDesc flat(Shape shape) {
    return Layouts.dense(1, elements(shape));
  }

  private static long columns(Shape shape) {
    return shape.rank() == 0 ? 1 : Math.max(1, shape.channels());
  }

  private static long elements(Shape shape) {
    return Math.max(1, shape.elements());
  }

  /// Sizes of a result and of an operand stretched over it, with as few axes as possible: the fewer
  /// axes, the faster the primitive that oneDNN has for it.
  record Aligned(List<Long> fullSizes, List<Long> operandSizes) {
    long[] full() {
      return fullSizes.stream().mapToLong(Long::longValue).toArray();
    }

    long[] operand() {
      return operandSizes.stream().mapToLong(Long::longValue).toArray();
    }

    /// Rows of a few numbers, such as one for each color, joined to rows of pixels, over which the
    /// operand has to be repeated: the primitive is ten times faster on long rows.
    Aligned overRows(Shape shape) {
      boolean few =
          operandSizes.size() == 2
              && operandSizes.getFirst() == 1
              && operandSizes.getLast() > 1
              && operandSizes.getLast() < FEW_COLUMNS
              && operandSizes.getLast() == columns(shape);
      if (!few || shape.rank() < 3) {
        return this;
      }
      long pixels = shape.get(shape.rank() - 2);
      long columns = pixels * operandSizes.getLast();
      return new Aligned(List.of(fullSizes.getFirst() / pixels, columns), List.of(1L, columns));
    }

    /// Whether operands of posts, which are described beside rows of the last axis, fit.
    boolean isRowsOf(Shape shape) {
      return fullSizes.equals(List.of(elements(shape) / columns(shape), columns(shape)));
    }

    /// Neighbouring axes that are both kept, or both stretched, become one.
    static Aligned of(Shape full, Shape operand) {
      var fullSizes = new ArrayList<Long>();
      var operandSizes = new ArrayList<Long>();
      int missing = full.rank() - operand.rank();
      boolean before = false;
      for (int i = 0; i < full.rank(); i++) {
        long size = full.get(i);
        long other = i < missing ? 1 : operand.get(i - missing);
        if (size == 1) {
          continue;
        }
        boolean kept = other == size;
        if (!fullSizes.isEmpty() && kept == before) {
          int last = fullSizes.size() - 1;
          fullSizes.set(last, fullSizes.get(last) * size);
          operandSizes.set(last, operandSizes.get(last) * other);
        } else {
          fullSizes.add(size);
          operandSizes.add(other);
        }
        before = kept;
      }
      if (fullSizes.isEmpty()) {
        fullSizes.add(1L);
        operandSizes.add(1L);
      }
      return new Aligned(fullSizes, operandSizes);
    }

    /// As rows of the last axis, for operands of posts to fit beside; falls back to all axes.
    static Aligned rows(Shape full, Shape operand) {
      long columns = columns(full);
      long rows = elements(full) / columns;
      if (operand.equals(full)) {
        return new Aligned(List.of(rows, columns), List.of(rows, columns));
      }
      long own = elements(operand);
      boolean perColumn = own == columns && operand.rank() > 0 && columns(operand) == columns;
      if (own == 1 || perColumn) {
        return new Aligned(List.of(rows, columns), List.of(1L, own));
      }
      boolean perRow = own == rows && columns(operand) == 1 && operand.rank() == full.rank();
      if (perRow) {
        return new Aligned(List.of(rows, columns), List.of(rows, 1L));
      }
      return of(full, operand);
    }
  }
}
