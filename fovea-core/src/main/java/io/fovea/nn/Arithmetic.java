// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.graph.Eltwise;
import io.fovea.graph.Op;
import io.fovea.graph.Op.Binary;
import io.fovea.graph.Op.Reduce;
import io.fovea.tensor.Shape;
import java.util.stream.IntStream;

/// Sums, products, functions of each element, reductions and rearrangements: the ops that have a name
/// on a [Node].
@CheckReturnValue
public sealed interface Arithmetic permits Node {
  /// Its shape; the first axis is open.
  Shape shape();

  /// Any op with this node as its first input; its first result.
  Node op(Op op, Node... others);

  /// `this + other`, with broadcasting.
  default Node plus(Node other) {
    return op(new Binary(Binary.Kind.ADD), other);
  }

  /// `this - other`, with broadcasting.
  default Node minus(Node other) {
    return op(new Binary(Binary.Kind.SUB), other);
  }

  /// `this * other`, with broadcasting.
  default Node times(Node other) {
    return op(new Binary(Binary.Kind.MUL), other);
  }

  /// `this / other`, with broadcasting.
  default Node over(Node other) {
    return op(new Binary(Binary.Kind.DIV), other);
  }

  /// The larger of both, with broadcasting.
  default Node max(Node other) {
    return op(new Binary(Binary.Kind.MAX), other);
  }

  /// The smaller of both, with broadcasting.
  default Node min(Node other) {
    return op(new Binary(Binary.Kind.MIN), other);
  }

  /// 1 where `this > other`, else 0.
  default Node greaterThan(Node other) {
    return op(new Binary(Binary.Kind.GT), other);
  }

  /// 1 where `this == other`, else 0.
  default Node equalTo(Node other) {
    return op(new Binary(Binary.Kind.EQ), other);
  }

  /// `this + number`.
  default Node plus(double number) {
    return map(Eltwise.linear(1, number));
  }

  /// `this * number`.
  default Node times(double number) {
    return map(Eltwise.linear(number, 0));
  }

  /// A function of each element.
  default Node map(Eltwise function) {
    return op(new Op.Map(function));
  }

  /// `max(x, 0)`.
  default Node relu() {
    return map(Eltwise.relu());
  }

  /// `1 / (1 + exp(-x))`.
  default Node sigmoid() {
    return map(Eltwise.of(Eltwise.Kind.SIGMOID));
  }

  /// Hyperbolic tangent.
  default Node tanh() {
    return map(Eltwise.of(Eltwise.Kind.TANH));
  }

  /// `exp(x)`.
  default Node exp() {
    return map(Eltwise.of(Eltwise.Kind.EXP));
  }

  /// Natural logarithm.
  default Node log() {
    return map(Eltwise.of(Eltwise.Kind.LOG));
  }

  /// `x x`.
  default Node square() {
    return map(Eltwise.of(Eltwise.Kind.SQUARE));
  }

  /// `|x|`.
  default Node abs() {
    return map(Eltwise.of(Eltwise.Kind.ABS));
  }

  /// Square root.
  default Node sqrt() {
    return map(Eltwise.of(Eltwise.Kind.SQRT));
  }

  /// `x^exponent`.
  default Node pow(double exponent) {
    return map(Eltwise.pow(1, exponent));
  }

  /// `min(max(x, low), high)`.
  default Node clip(double low, double high) {
    return map(Eltwise.clip(low, high));
  }

  /// Exponentials that sum to 1 along the last axis.
  default Node softmax() {
    return op(new Op.Softmax());
  }

  /// Logarithm of [#softmax].
  default Node logSoftmax() {
    return op(new Op.LogSoftmax());
  }

  /// Class numbers as rows of zeros and a one.
  default Node oneHot(int classes) {
    return op(new Op.OneHot(classes));
  }

  /// Sum along axes, which stay with size 1; negative axes count from the end.
  default Node sum(int... axes) {
    return reduce(Reduce.Kind.SUM, axes);
  }

  /// Mean along axes, which stay with size 1; negative axes count from the end.
  default Node mean(int... axes) {
    return reduce(Reduce.Kind.MEAN, axes);
  }

  /// Largest value along axes, which stay with size 1; negative axes count from the end.
  default Node largest(int... axes) {
    return reduce(Reduce.Kind.MAX, axes);
  }

  private Node reduce(Reduce.Kind kind, int... axes) {
    var sorted =
        IntStream.of(axes).map(a -> a < 0 ? a + shape().rank() : a).sorted().boxed().toList();
    return op(new Reduce(kind, sorted));
  }

  /// The same elements under another shape; one size may be [Shape#OPEN].
  default Node reshape(int... sizes) {
    return op(new Op.Reshape(Shape.of(sizes)));
  }

  /// Axis `i` of the result is axis `order[i]` of this node.
  default Node transpose(int... order) {
    return op(new Op.Transpose(IntStream.of(order).boxed().toList()));
  }

  /// This node and others joined along an axis; negative axes count from the end.
  default Node concat(int axis, Node... others) {
    return op(new Op.Concat(axis < 0 ? axis + shape().rank() : axis), others);
  }

  /// Matrix product with `[K, N]`.
  default Node matMul(Node matrix) {
    return op(new Op.MatMul(false, false), matrix);
  }
}
