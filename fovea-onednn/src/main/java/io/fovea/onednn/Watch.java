// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import io.fovea.engine.reference.ReferenceEngine;
import io.fovea.graph.Eltwise;
import io.fovea.graph.GraphBuilder;
import io.fovea.graph.Op;
import io.fovea.graph.Step;
import io.fovea.tensor.Finite;
import io.fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Keeps primitives from hiding what is not a number: a maximum of oneDNN passes over NaN, a
/// comparison with it says yes, a softmax with one leaves numbers beside it.
///
/// Operands are looked through before the primitive runs. Only if there is something, which in sound
/// training is never, is the result made again as the reference engine makes it.
final class Watch {
  private final Step step;
  private final boolean infinities;
  private final Finite finite = new Finite();
  private final Slot[] operands;
  private final long[] counts;
  private @Nullable List<Tensor> seen;

  private Watch(Draft draft, Step step, boolean infinities) {
    this.step = step;
    this.infinities = infinities;
    this.operands = step.inputs().stream().map(draft::plain).toArray(Slot[]::new);
    this.counts = step.inputs().stream().mapToLong(v -> v.shape().elements()).toArray();
  }

  /// Whether oneDNN's primitive for a function gives a number for NaN.
  ///
  /// @param exact whether relu is that primitive, see [Layouts#keepingNan]
  static boolean hides(Eltwise function, boolean exact) {
    return switch (function.kind()) {
      case CLIP, HARD_SIGMOID, EXP -> true;
      case RELU -> exact && function.equals(Eltwise.relu());
      case ELU,
          TANH,
          SIGMOID,
          SQRT,
          SQUARE,
          ABS,
          LINEAR,
          SOFTPLUS,
          HARD_SWISH,
          LOG,
          SWISH,
          GELU,
          GELU_TANH,
          POW,
          MISH ->
          false;
    };
  }

  /// Whether oneDNN's primitive gives a number for NaN, or says yes to a comparison with it.
  static boolean hides(Op.Binary.Kind kind) {
    return switch (kind) {
      case MAX, MIN, GT, GE -> true;
      case ADD, SUB, MUL, DIV, EQ -> false;
    };
  }

  /// The same of a step behind a main op.
  static boolean hides(Op.Post post, boolean exact) {
    return switch (post) {
      case Op.Post.Apply(var function) -> hides(function, exact);
      case Op.Post.Combine(var kind) -> hides(kind);
    };
  }

  /// Adds a step whose primitive hides NaN.
  static void forNan(Draft draft, Step step, Runnable primitive) {
    new Watch(draft, step, false).around(draft, primitive);
  }

  /// Adds a step whose primitive goes wrong with infinities too.
  static void forAll(Draft draft, Step step, Runnable primitive) {
    new Watch(draft, step, true).around(draft, primitive);
  }

  private void around(Draft draft, Runnable primitive) {
    draft.java("watch", List.of(operands), () -> _ -> look());
    primitive.run();
    var result = draft.place(step.output()).slot();
    draft.java(
        "watch",
        List.of(result),
        () -> {
          var memory = result.memory();
          return _ -> repeat(memory);
        });
  }

  private void look() {
    seen = null;
    for (int i = 0; i < operands.length; i++) {
      if (hides(operands[i].memory(), counts[i])) {
        seen = IntStream.range(0, operands.length).mapToObj(this::copy).toList();
        return;
      }
    }
  }

  private boolean hides(MemorySegment operand, long count) {
    return !(infinities ? finite.all(operand, count) : finite.noNan(operand, count));
  }

  private Tensor copy(int operand) {
    var memory = operands[operand].memory();
    return Tensor.generate(
        step.inputs().get(operand).shape(), i -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, i));
  }

  private void repeat(MemorySegment result) {
    if (seen != null) {
      var values = alone(step.op(), seen);
      MemorySegment.copy(values, 0, result, ValueLayout.JAVA_FLOAT, 0, values.length);
      seen = null;
    }
  }

  /// What the reference engine gives for an op by itself.
  private static float[] alone(Op op, List<Tensor> operands) {
    var g = new GraphBuilder();
    var inputs = operands.stream().map(operand -> g.input("x", operand.shape())).toList();
    var result = g.addAll(g.path(), op, inputs).getFirst();
    var values = new ReferenceEngine().evaluate(g.build(List.of(result)), operands, 0);
    return Objects.requireNonNull(values.get(result)).toArray();
  }
}
