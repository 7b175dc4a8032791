// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.error.ShapeException;
import io.fovea.tensor.DType;
import io.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Shape inference: what each op gives for what it gets, and what is wrong when it cannot.
final class Shapes {
  private Shapes() {}

  /// Shapes of all results of an op.
  ///
  /// @param layer path of the layer, named in the error
  static List<Shape> infer(String layer, Op op, List<Shape> in) {
    // between layers there is no path, so the op says where
    String path = layer.isEmpty() ? op.getClass().getSimpleName() : layer;
    return switch (op) {
      case Op.Input(_, var shape) -> List.of(shape);
      case Op.Read(var variable) -> List.of(variable.shape());
      case Op.Fill(_, var shape) -> List.of(shape);
      case Op.Literal(var tensor) -> List.of(tensor.shape());
      case Op.Random(_, var shape, _) -> List.of(openFrom(shape, in.getFirst()));
      case Op.Assign(var variable) -> {
        same(path, "the new value of " + variable.path(), variable.shape(), in.getFirst());
        yield List.of();
      }
      case Op.Update(var variable, _, _) -> {
        same(path, "the gradient of " + variable.path(), variable.shape(), in.getFirst());
        yield List.of();
      }
      case Op.Conv conv -> List.of(conv(path, conv, in));
      case Op.ConvBackData(var window, var groups, var spatial) -> {
        same(path, "dy behind the window", window.positions(spaced(spatial)), spatial(in.get(0)));
        same(path, "dy per filter", Shape.of(in.get(1).channels()), Shape.of(in.get(0).channels()));
        yield List.of(spaced(in.get(0).get(0), spatial, in.get(1).get(-2) * groups));
      }
      case Op.ConvBackFilter(var window, var groups) -> {
        int filters = in.get(1).channels();
        yield List.of(
            window.kernel().then(Shape.of(in.get(0).channels() / groups, filters)),
            Shape.of(filters));
      }
      case Op.MatMul product -> List.of(matMul(path, product, in));
      case Op.MaxPool(var window) -> {
        var pooled = pooled(path, window, in.getFirst());
        yield List.of(pooled, pooled);
      }
      case Op.AvgPool(var window) -> List.of(pooled(path, window, in.getFirst()));
      case Op.MaxPoolBack(_, var spatial) -> List.of(respaced(in.getFirst(), spatial));
      case Op.AvgPoolBack(_, var spatial) -> List.of(respaced(in.getFirst(), spatial));
      case Op.Resample(_, var spatial) -> List.of(respaced(in.getFirst(), spatial));
      case Op.ResampleBack(_, var spatial) -> List.of(respaced(in.getFirst(), spatial));
      case Op.BatchNorm _ -> {
        var perChannel = perChannel(path, in);
        yield List.of(in.getFirst(), perChannel, perChannel);
      }
      case Op.BatchNormFixed _ -> {
        perChannel(path, in);
        yield List.of(in.getFirst());
      }
      case Op.BatchNormBack _ -> {
        var perChannel = Shape.of(in.getFirst().channels());
        yield List.of(in.getFirst(), perChannel, perChannel);
      }
      case Op.Softmax _, Op.LogSoftmax _, Op.SoftmaxBack _, Op.Map _, Op.MapBack _ ->
          List.of(in.getFirst());
      case Op.Binary(var kind) -> List.of(broadcast(path, kind, in.get(0), in.get(1)));
      case Op.Reduce(_, var axes) -> {
        var shape = in.getFirst();
        for (int axis : axes) {
          shape = shape.with(axis, 1);
        }
        yield List.of(shape);
      }
      case Op.Broadcast(var shape) -> {
        var target = openFrom(shape, in.getFirst());
        if (!Shape.broadcast(in.getFirst(), target).equals(java.util.Optional.of(target))) {
          throw new ShapeException(
              path,
              "a shape that stretches to " + target,
              in.getFirst().toString(),
              "only axes of size 1 can be repeated.");
        }
        yield List.of(target);
      }
      case Op.Reshape(var shape) -> List.of(reshape(path, shape, in.getFirst()));
      case Op.Transpose(var order) ->
          List.of(new Shape(order.stream().map(in.getFirst()::get).toList()));
      case Op.Concat(int axis) -> List.of(concat(path, axis, in));
      case Op.Slice(var begin, var shape) -> List.of(slice(path, begin, shape, in.getFirst()));
      case Op.Pad(var before, var after, _) -> List.of(pad(before, after, in.getFirst()));
      case Op.OneHot(int classes) -> List.of(in.getFirst().then(Shape.of(classes)));
      case Op.Custom(var function) -> List.of(function.shape(in));
      case Op.Phase _ -> {
        same(path, "the inference branch", in.get(0), in.get(1));
        yield List.of(in.get(0));
      }
      case Op.Fused(var main, var posts) -> {
        long combined = posts.stream().filter(Op.Post.Combine.class::isInstance).count();
        var own = in.subList(0, Math.toIntExact(in.size() - combined));
        yield List.of(infer(path, main, own).getFirst());
      }
    };
  }

  /// Types of all results of an op.
  static List<DType> types(Op op, int results) {
    var types = new ArrayList<DType>(java.util.Collections.nCopies(results, DType.FLOAT32));
    if (op instanceof Op.MaxPool) {
      types.set(1, DType.INDEX);
    }
    return types;
  }

  private static Shape conv(String path, Op.Conv conv, List<Shape> in) {
    var x = in.get(0);
    var filter = in.get(1);
    var window = conv.window();
    rank(path, x, window.rank() + 2);
    var expected = window.kernel().then(Shape.of(x.channels() / conv.groups(), filter.channels()));
    if (!expected.equals(filter) || x.channels() % conv.groups() != 0) {
      throw new ShapeException(
          path,
          "a filter of shape " + expected + " for input " + x + " in " + conv.groups() + " groups",
          filter.toString(),
          "the last but one size of a filter is input channels / groups.");
    }
    if (filter.channels() % conv.groups() != 0) {
      throw new ShapeException(
          path,
          "filters that " + conv.groups() + " groups divide",
          filter.channels() + " filters",
          "choose a multiple of the number of groups.");
    }
    if (in.size() > 2) {
      same(path, "the bias", Shape.of(filter.channels()), in.get(2));
    }
    return spaced(x.get(0), positions(path, window, x), filter.channels());
  }

  private static Shape pooled(String path, Window window, Shape x) {
    rank(path, x, window.rank() + 2);
    return spaced(x.get(0), positions(path, window, x), x.channels());
  }

  private static Shape positions(String path, Window window, Shape x) {
    for (int i = 0; i < window.rank(); i++) {
      var axis = window.axes().get(i);
      if (axis.positions(x.get(i + 1)) < 1) {
        throw new ShapeException(
            path,
            "an input at least as large as the window " + text(window),
            spatial(x).toString(),
            "use a smaller kernel, same() padding, or larger pictures.");
      }
    }
    return window.positions(x);
  }

  /// As in `[3, 3] dilated to [7, 7] less its padding`.
  private static String text(Window window) {
    var reach = new Shape(window.axes().stream().map(Axis::reach).toList());
    return window.kernel()
        + (reach.equals(window.kernel()) ? "" : " dilated to " + reach)
        + (window.pads() ? " less its padding" : "");
  }

  private static Shape matMul(String path, Op.MatMul product, List<Shape> in) {
    var a = in.get(0);
    var b = in.get(1);
    rank(path, a, 2);
    rank(path, b, 2);
    int inner = a.get(product.transposeA() ? 0 : 1);
    int inner2 = b.get(product.transposeB() ? 1 : 0);
    if (inner != inner2) {
      throw new ShapeException(
          path, "matrices of the same inner size", a + " and " + b, "check the number of units.");
    }
    int columns = b.get(product.transposeB() ? 0 : 1);
    if (in.size() > 2) {
      same(path, "the bias", Shape.of(columns), in.get(2));
    }
    return Shape.of(a.get(product.transposeA() ? 1 : 0), columns);
  }

  private static Shape perChannel(String path, List<Shape> in) {
    var expected = Shape.of(in.getFirst().channels());
    for (var shape : in.subList(1, in.size())) {
      same(path, "one number per channel of " + in.getFirst(), expected, shape);
    }
    return expected;
  }

  private static Shape broadcast(String path, Op.Binary.Kind kind, Shape a, Shape b) {
    return Shape.broadcast(a, b)
        .orElseThrow(() ->
            new ShapeException(
                path,
                "two shapes that are equal or stretch from 1 for " + kind,
                a + " and " + b,
                "make both branches the same height, width and number of channels."));
  }

  private static Shape reshape(String path, Shape target, Shape from) {
    long open = target.sizes().stream().filter(size -> size == Shape.OPEN).count();
    if (open == 1 && !from.isKnown()) {
      return target;
    }
    long known = 1;
    for (int size : target.sizes()) {
      known *= size == Shape.OPEN ? 1 : size;
    }
    boolean fits =
        open == 0
            ? from.isKnown() && known == from.elements()
            : open == 1 && known > 0 && from.elements() % known == 0;
    if (!fits) {
      throw new ShapeException(
          path,
          "as many elements as in " + from,
          target.toString(),
          "choose a shape of the same number of elements.");
    }
    int at = target.sizes().indexOf(Shape.OPEN);
    return at < 0 ? target : target.with(at, Math.toIntExact(from.elements() / known));
  }

  private static Shape concat(String path, int axis, List<Shape> in) {
    var first = in.getFirst();
    int sum = 0;
    for (var shape : in) {
      same(path, "the same sizes beside axis " + axis, first.with(axis, 0), withAxis(shape, axis));
      sum += shape.get(axis);
    }
    return first.with(axis, sum);
  }

  private static Shape withAxis(Shape shape, int axis) {
    return axis < shape.rank() ? shape.with(axis, 0) : shape;
  }

  private static Shape slice(String path, Shape begin, Shape shape, Shape x) {
    var result = shape;
    for (int axis = 0; axis < x.rank(); axis++) {
      int size = shape.get(axis) == Shape.OPEN ? x.get(axis) : shape.get(axis);
      if (x.get(axis) != Shape.OPEN && begin.get(axis) + size > x.get(axis)) {
        throw new ShapeException(
            path,
            "a box inside " + x,
            "begin " + begin + ", size " + shape,
            "cut at most what is there.");
      }
      result = result.with(axis, size);
    }
    return result;
  }

  private static Shape pad(Shape before, Shape after, Shape x) {
    var result = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      int grown = before.get(axis) + after.get(axis);
      result = grown == 0 ? result : result.with(axis, x.get(axis) + grown);
    }
    return result;
  }

  private static Shape openFrom(Shape shape, Shape like) {
    return shape.rank() > 0 && shape.get(0) == Shape.OPEN ? shape.batch(like.get(0)) : shape;
  }

  private static Shape respaced(Shape x, Shape spatial) {
    return spaced(x.get(0), spatial, x.channels());
  }

  private static Shape spaced(Shape spatial) {
    return spaced(1, spatial, 1);
  }

  private static Shape spaced(int examples, Shape spatial, int channels) {
    return Shape.of(examples).then(spatial).then(Shape.of(channels));
  }

  private static Shape spatial(Shape x) {
    return x.slice(1, x.rank() - 1);
  }

  private static void rank(String path, Shape x, int rank) {
    if (x.rank() != rank) {
      throw new ShapeException(
          path,
          rank + " axes" + (rank == 4 ? " [N, H, W, C]" : ""),
          "shape " + x,
          "insert flatten() or reshape(...) where the number of axes has to change.");
    }
  }

  static void same(String path, String what, Shape expected, Shape got) {
    if (!expected.equals(got)) {
      throw new ShapeException(
          path, what + " to have shape " + expected, got.toString(), "make the two shapes equal.");
    }
  }
}
