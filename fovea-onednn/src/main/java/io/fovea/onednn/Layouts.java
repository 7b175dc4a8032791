// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.graph.Eltwise;
import io.fovea.graph.Op;
import io.fovea.onednn.dnnl.Algorithm;
import io.fovea.onednn.dnnl.DataType;
import io.fovea.onednn.dnnl.MemoryDesc;
import io.fovea.onednn.dnnl.Window;
import io.fovea.tensor.Shape;
import java.util.List;

/// Fovea's shapes, windows and functions in oneDNN's words.
final class Layouts {
  private static final List<Eltwise> RELU =
      List.of(new Eltwise(Eltwise.Kind.HARD_SWISH, Float.MAX_VALUE, 0), Eltwise.linear(1, 0));

  private Layouts() {}

  /// `[N, spatial..., C]` as it lies.
  static MemoryDesc pictures(Shape shape) {
    return MemoryDesc.channelsLast(DataType.F32, longs(shape));
  }

  /// Row-major, logical sizes as stored; a scalar has one axis of size 1.
  static MemoryDesc dense(Shape shape) {
    return MemoryDesc.dense(DataType.F32, shape.rank() == 0 ? new long[] {1} : longs(shape));
  }

  static MemoryDesc dense(long... sizes) {
    return MemoryDesc.dense(DataType.F32, sizes);
  }

  /// A filter `[kernel..., C / groups, filters]` as Keras stores it.
  static MemoryDesc filter(Shape shape, int groups) {
    return MemoryDesc.kernel(DataType.F32, groups, longs(shape));
  }

  /// A filter in the layout that the primitive likes best.
  static MemoryDesc anyFilter(Shape shape, int groups) {
    return MemoryDesc.anyKernel(DataType.F32, groups, longs(shape));
  }

  /// A matrix as stored, or read transposed.
  static MemoryDesc matrix(Shape shape, boolean transposed) {
    long rows = shape.get(0);
    long columns = shape.get(1);
    return transposed
        ? MemoryDesc.strided(DataType.F32, new long[] {columns, rows}, new long[] {1, columns})
        : MemoryDesc.dense(DataType.F32, rows, columns);
  }

  static Window window(io.fovea.graph.Window window) {
    return new Window(
        window.axes().stream().map(io.fovea.graph.Axis::kernel).toList(),
        window.axes().stream().map(io.fovea.graph.Axis::stride).toList(),
        window.axes().stream().map(io.fovea.graph.Axis::dilation).toList(),
        window.axes().stream().map(io.fovea.graph.Axis::before).toList(),
        window.axes().stream().map(io.fovea.graph.Axis::after).toList());
  }

  /// The window with just the padding behind that its positions need: what oneDNN computes the
  /// output size from. Negative where pixels at the end are never looked at.
  static Window exact(io.fovea.graph.Window window, Shape input, Shape output) {
    var behind = new int[window.rank()];
    for (int i = 0; i < behind.length; i++) {
      var axis = window.axes().get(i);
      behind[i] =
          (output.get(i + 1) - 1) * axis.stride() + axis.reach() - input.get(i + 1) - axis.before();
    }
    return window(window).padHigh(behind);
  }

  static Algorithm algorithm(Eltwise function) {
    return switch (function.kind()) {
      case RELU -> Algorithm.RELU;
      case ELU -> Algorithm.ELU;
      case TANH -> Algorithm.TANH;
      case SIGMOID -> Algorithm.LOGISTIC;
      case EXP -> Algorithm.EXP;
      case SQRT -> Algorithm.SQRT;
      case CLIP -> Algorithm.CLIP_V2;
      case SQUARE -> Algorithm.SQUARE;
      case ABS -> Algorithm.ABS;
      case LINEAR -> Algorithm.LINEAR;
      case SOFTPLUS -> Algorithm.SOFT_RELU;
      case HARD_SIGMOID -> Algorithm.HARD_SIGMOID;
      case HARD_SWISH -> Algorithm.HARD_SWISH;
      case LOG -> Algorithm.LOG;
      case SWISH -> Algorithm.SWISH;
      case GELU -> Algorithm.GELU_ERF;
      case GELU_TANH -> Algorithm.GELU_TANH;
      case POW -> Algorithm.POW;
      case MISH -> Algorithm.MISH;
    };
  }

  /// A function in steps that keep NaN, where oneDNN's own gives a number for it: `max(x, 0)` of a
  /// processor is 0 for NaN, `x min(max(a x, 0), 1)` is NaN. The price is that minus infinity, too,
  /// becomes NaN, which [OneDnnPlan] makes good where it can. The second step makes 0 of -0.
  ///
  /// @param exact whether the function is watched instead, see [Draft#isExact]
  static List<Eltwise> keepingNan(Eltwise function, boolean exact) {
    return function.equals(Eltwise.relu()) && !exact ? RELU : List.of(function);
  }

  /// The algorithm whose backward primitive reads what [Eltwise.Kind#fromOutput] says.
  static Algorithm backward(Eltwise function) {
    return switch (function.kind()) {
      case RELU -> Algorithm.RELU_BY_OUTPUT;
      case ELU -> Algorithm.ELU_BY_OUTPUT;
      case TANH -> Algorithm.TANH_BY_OUTPUT;
      case SIGMOID -> Algorithm.LOGISTIC_BY_OUTPUT;
      case EXP -> Algorithm.EXP_BY_OUTPUT;
      case SQRT -> Algorithm.SQRT_BY_OUTPUT;
      case CLIP -> Algorithm.CLIP_V2_BY_OUTPUT;
      case SQUARE,
          ABS,
          LINEAR,
          SOFTPLUS,
          HARD_SIGMOID,
          HARD_SWISH,
          LOG,
          SWISH,
          GELU,
          GELU_TANH,
          POW,
          MISH ->
          algorithm(function);
    };
  }

  static Algorithm algorithm(Op.Binary.Kind kind) {
    return switch (kind) {
      case ADD -> Algorithm.ADD;
      case SUB -> Algorithm.SUB;
      case MUL -> Algorithm.MUL;
      case DIV -> Algorithm.DIV;
      case MAX -> Algorithm.MAX;
      case MIN -> Algorithm.MIN;
      case GT -> Algorithm.GREATER;
      case GE -> Algorithm.GREATER_EQUAL;
      case EQ -> Algorithm.EQUAL;
    };
  }

  static long[] longs(Shape shape) {
    return longs(shape.sizes());
  }

  static long[] longs(List<Integer> sizes) {
    return sizes.stream().mapToLong(Integer::longValue).toArray();
  }

  static long bytes(Shape shape) {
    return Math.max(1, shape.elements()) * Float.BYTES;
  }
}
