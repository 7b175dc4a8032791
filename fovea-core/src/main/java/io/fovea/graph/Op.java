// SPDX-License-Identifier: Apache-2.0
package io.fovea.graph;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;

/// What an engine can run: a closed set, so that engines, gradients, costs and exports are each one
/// exhaustive switch.
///
/// Pictures are `[N, H, W, C]` (in general `[N, spatial..., C]`), filters `[kernel..., C / groups,
/// filters]`. No op knows the number of examples `N`: the same graph serves every batch size. The
/// comment on each op is `inputs -> outputs`.
public sealed interface Op {

  // ---- sources -------------------------------------------------------------------------------

  /// `-> value`: fed before each run. Its first axis may be open.
  record Input(String name, Shape shape) implements Op {}

  /// `-> value`: what a variable holds before any update of this run.
  record Read(Variable variable) implements Op {}

  /// `-> value`: the same number everywhere.
  record Fill(double value, Shape shape) implements Op {}

  /// `-> value`: given numbers.
  record Literal(Tensor tensor) implements Op {}

  /// `like -> value`: random numbers, drawn anew in each run from the run's key.
  ///
  /// @param shape an open first axis takes the size of `like`
  /// @param salt keeps the numbers of two such ops apart
  record Random(Distribution distribution, Shape shape, long salt) implements Op {}

  // ---- effects -------------------------------------------------------------------------------

  /// `value ->`: replaces what a variable holds, after everybody has read it.
  record Assign(Variable variable) implements Op {}

  /// `gradient, scalars ->`: one optimizer update of a parameter and its slots.
  record Update(Variable variable, List<Variable> slots, UpdateRule rule) implements Op {
    /// Copies the list.
    public Update {
      slots = List.copyOf(slots);
    }
  }

  // ---- convolution and products --------------------------------------------------------------

  /// `x, filter [, bias] -> y`: cross-correlation.
  record Conv(Window window, int groups) implements Op {}

  /// `dy, filter -> dx`: gradient of [Conv] for its input; as a layer, transposed convolution.
  ///
  /// @param spatial spatial sizes of `dx`
  record ConvBackData(Window window, int groups, Shape spatial) implements Op {}

  /// `x, dy -> dfilter, dbias`: gradient of [Conv] for filter and bias.
  record ConvBackFilter(Window window, int groups) implements Op {}

  /// `a, b [, bias] -> y`: matrix product of `[M, K]` and `[K, N]`, either of them read transposed.
  record MatMul(boolean transposeA, boolean transposeB) implements Op {}

  // ---- pooling and resampling ----------------------------------------------------------------

  /// `x -> y, index`: largest value per window; padding never wins.
  record MaxPool(Window window) implements Op {}

  /// `dy, index -> dx`.
  ///
  /// @param spatial spatial sizes of `dx`
  record MaxPoolBack(Window window, Shape spatial) implements Op {}

  /// `x -> y`: mean per window over the cells that are not padding.
  record AvgPool(Window window) implements Op {}

  /// `dy -> dx`.
  ///
  /// @param spatial spatial sizes of `dx`
  record AvgPoolBack(Window window, Shape spatial) implements Op {}

  /// `x -> y`: other spatial sizes, half-pixel centres.
  record Resample(boolean linear, Shape spatial) implements Op {}

  /// `dy -> dx`.
  ///
  /// @param spatial spatial sizes of `dx`
  record ResampleBack(boolean linear, Shape spatial) implements Op {}

  // ---- normalization -------------------------------------------------------------------------

  /// `x, gamma, beta -> y, mean, variance`: statistics over all axes but the last; the variance is
  /// the biased one.
  record BatchNorm(double epsilon) implements Op {}

  /// `x, gamma, beta, mean, variance -> y`: with given statistics.
  record BatchNormFixed(double epsilon) implements Op {}

  /// `dy, x, gamma, mean, variance -> dx, dgamma, dbeta`.
  ///
  /// @param fixed whether the statistics were given, so that no gradient flows through them
  record BatchNormBack(double epsilon, boolean fixed) implements Op {}

  /// `x -> y`: along the last axis.
  record Softmax() implements Op {}

  /// `x -> y`: logarithm of [Softmax].
  record LogSoftmax() implements Op {}

  /// `dy, y -> dx`: gradient of [Softmax] or of [LogSoftmax].
  record SoftmaxBack(boolean log) implements Op {}

  // ---- element by element --------------------------------------------------------------------

  /// `x -> y`.
  record Map(Eltwise function) implements Op {}

  /// `dy, ref -> dx`: `ref` is the output where the function's slope is computed from it, else the
  /// input.
  record MapBack(Eltwise function) implements Op {}

  /// `a, b -> y`: with NumPy broadcasting.
  record Binary(Kind kind) implements Op {
    /// The functions; comparisons give 1 or 0.
    public enum Kind {
      /// `a + b`.
      ADD,
      /// `a - b`.
      SUB,
      /// `a b`.
      MUL,
      /// `a / b`.
      DIV,
      /// The larger one.
      MAX,
      /// The smaller one.
      MIN,
      /// `a > b`.
      GT,
      /// `a >= b`.
      GE,
      /// `a == b`.
      EQ
    }
  }

  // ---- shape ---------------------------------------------------------------------------------

  /// `x -> y`: sum, mean or maximum along axes, which stay with size 1.
  record Reduce(Kind kind, List<Integer> axes) implements Op {
    /// Copies the list.
    public Reduce {
      axes = List.copyOf(axes);
    }

    /// The reductions.
    public enum Kind {
      /// Sum.
      SUM,
      /// Mean.
      MEAN,
      /// Largest value.
      MAX
    }
  }

  /// `x -> y`: repeats axes of size 1 until the shape is reached.
  ///
  /// @param shape an open first axis keeps the size of `x`
  record Broadcast(Shape shape) implements Op {}

  /// `x -> y`: the same elements in row-major order.
  ///
  /// @param shape one axis may be open; it takes what is left
  record Reshape(Shape shape) implements Op {}

  /// `x -> y`: axis `i` of `y` is axis `order(i)` of `x`.
  record Transpose(List<Integer> order) implements Op {
    /// Copies the list.
    public Transpose {
      order = List.copyOf(order);
    }
  }

  /// `x... -> y`: joined along an axis.
  record Concat(int axis) implements Op {}

  /// `x -> y`: a box cut out.
  ///
  /// @param begin first index per axis
  /// @param shape size per axis; open keeps the whole axis
  record Slice(Shape begin, Shape shape) implements Op {}

  /// `x -> y`: a border of one value around.
  ///
  /// @param before cells in front, per axis
  /// @param after cells behind, per axis
  record Pad(Shape before, Shape after, double value) implements Op {}

  /// `label -> y`: `[N]` class numbers to `[N, classes]` zeros and ones; a label outside
  /// 0..classes-1 gives zeros.
  record OneHot(int classes) implements Op {}

  /// `inputs... -> y`: a function of the user's.
  record Custom(CustomOp function) implements Op {}

  // ---- until a phase is chosen, and after fusing ---------------------------------------------

  /// `training, inference [, state] -> value`: one of the two, chosen when a plan is made. A frozen
  /// `state` variable chooses inference also while training (batch normalization of a frozen part).
  record Phase() implements Op {}

  /// `inputs of main, one more per post that needs it -> y`: `main` followed by element-wise steps
  /// on its result, in one go.
  ///
  /// @param main [Conv], [MatMul], [Map] or [Binary]
  /// @param posts in order
  record Fused(Op main, List<Post> posts) implements Op {
    /// Copies the list.
    public Fused {
      posts = List.copyOf(posts);
    }
  }

  /// One element-wise step behind the main op of a [Fused].
  sealed interface Post {
    /// Applies a function.
    record Apply(Eltwise function) implements Post {}

    /// Combines with the next input: `result kind input`.
    record Combine(Binary.Kind kind) implements Post {}
  }
}
