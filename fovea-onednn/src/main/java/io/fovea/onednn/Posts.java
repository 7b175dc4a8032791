// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Op;
import io.fovea.graph.Value;
import io.fovea.onednn.dnnl.Arg;
import io.fovea.onednn.dnnl.Attr;
import io.fovea.onednn.dnnl.MemoryDesc;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// The element-wise steps behind a main op, as attributes and arguments of its primitive.
///
/// @param arguments operands of the steps
record Posts(Attr attr, List<Draft.Use> arguments) {

  /// How an operand of a shape looks beside the primitive's result.
  interface Operands extends Function<Shape, MemoryDesc> {}

  /// @param operands the step's inputs that the main op does not take, in order
  static Posts of(Draft draft, List<Op.Post> posts, List<Value> operands, Operands layout) {
    return of(draft, Attr.plain(), posts, operands, layout);
  }

  /// @param before what else follows the main op, ahead of the steps
  static Posts of(
      Draft draft, Attr before, List<Op.Post> posts, List<Value> operands, Operands layout) {
    var attr = before;
    var arguments = new ArrayList<Draft.Use>();
    int next = 0;
    for (var post : posts) {
      switch (post) {
        case Op.Post.Apply(var function) -> {
          attr = then(attr, Layouts.keepingNan(function, draft.isExact()));
        }
        case Op.Post.Combine(var kind) -> {
          var operand = operands.get(next++);
          var desc = layout.apply(operand.shape());
          attr = attr.then(Layouts.algorithm(kind), desc);
          arguments.add(
              new Draft.Use(Arg.postOp(attr.postOps().size() - 1), draft.plain(operand), desc));
        }
      }
    }
    return new Posts(attr, List.copyOf(arguments));
  }

  /// Functions behind what there is.
  static Attr then(Attr attr, List<Eltwise> functions) {
    var longer = attr;
    for (var f : functions) {
      longer = longer.then(Layouts.algorithm(f), (float) f.alpha(), (float) f.beta());
    }
    return longer;
  }

  /// Whether an operand beside a result of this shape is one of those that primitives take: of the
  /// same shape, one number per channel, or one number.
  static boolean fits(Shape operand, Shape result) {
    return operand.equals(result)
        || operand.rank() == 0
        || operand.equals(Shape.of(result.channels()));
  }

  /// Operands beside pictures `[N, spatial..., C]`: of the same shape, one per channel, or one.
  static Operands besidePictures(Shape result) {
    return shape -> {
      if (shape.equals(result)) {
        return Layouts.pictures(result);
      }
      var ones = new long[result.rank()];
      Arrays.fill(ones, 1);
      ones[1] = shape.rank() == 0 ? 1 : shape.channels();
      return Layouts.dense(ones);
    };
  }

  /// Operands beside rows of `columns` numbers: of the same shape, one per column, or one.
  static Operands besideRows(Shape result, long rows, long columns) {
    return shape ->
        shape.equals(result)
            ? Layouts.dense(rows, columns)
            : Layouts.dense(1, shape.rank() == 0 ? 1 : columns);
  }
}
