// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Attributes of a primitive: an immutable value, with nothing to close.
///
/// The caller gives the scratchpad ([PrimitiveDesc#scratchpad], [Arg#scratchpad]), so that a plan
/// can share one among all its primitives. Begin with [#plain].
///
/// @param postOps steps applied to the result, in this order
/// @param math how float32 may be computed
/// @param accumulation how products may be summed
/// @param quantizations scales and zero points given when run
/// @param deterministic whether two runs must give the same bits
public record Attr(
    List<PostOp> postOps,
    Math math,
    Accumulation accumulation,
    List<Quantization> quantizations,
    boolean deterministic) {

  private static final Attr PLAIN =
      new Attr(List.of(), Math.STRICT, Accumulation.STRICT, List.of(), false);

  private static final int USER_SCRATCHPAD = 1;

  /// Copies the lists.
  public Attr {
    postOps = List.copyOf(postOps);
    quantizations = List.copyOf(quantizations);
  }

  /// Precision to which float32 inputs may be rounded inside a primitive.
  public enum Math {
    /// None.
    STRICT,
    /// Rounded to bfloat16.
    BF16,
    /// Rounded to float16.
    F16,
    /// Rounded to whatever is fastest.
    ANY,
    /// Rounded to tf32.
    TF32
  }

  /// Types in which products may be summed.
  public enum Accumulation {
    /// float32, or int32 for integers.
    STRICT,
    /// As strict; partial sums may be rounded to the type in memory.
    RELAXED,
    /// Whatever is fastest.
    ANY
  }

  /// What a quantization gives.
  public enum QuantizationKind {
    /// Factors of type float32.
    SCALE,
    /// Offsets of type int32.
    ZERO_POINT
  }

  /// Scales or zero points of one argument, given as a tensor when run.
  ///
  /// @param argument the argument they belong to, one of the constants of [Arg]
  /// @param mask bit `i` set: one value for each index of axis `i`; 0: one value for all
  public record Quantization(QuantizationKind kind, int argument, int mask) {}

  /// No post-operations, strict float32.
  public static Attr plain() {
    return PLAIN;
  }

  /// Appends a post-operation.
  public Attr then(PostOp postOp) {
    List<PostOp> longer = new ArrayList<>(postOps);
    longer.add(postOp);
    return new Attr(longer, math, accumulation, quantizations, deterministic);
  }

  /// Appends an element-wise function; `alpha` and `beta` as in [Algorithm].
  public Attr then(Algorithm eltwise, float alpha, float beta) {
    return then(new PostOp.Eltwise(eltwise, alpha, beta));
  }

  /// Appends a ReLU.
  public Attr thenRelu() {
    return then(Algorithm.RELU, 0, 0);
  }

  /// Appends the addition of what lay in the destination before.
  public Attr thenSum() {
    return then(new PostOp.Sum(1, 0));
  }

  /// Appends a combination with another tensor.
  public Attr then(Algorithm binary, MemoryDesc operand) {
    return then(new PostOp.Binary(binary, operand));
  }

  /// The same with another precision of float32.
  public Attr math(Math mode) {
    return new Attr(postOps, mode, accumulation, quantizations, deterministic);
  }

  /// The same with another way to sum.
  public Attr accumulation(Accumulation mode) {
    return new Attr(postOps, math, mode, quantizations, deterministic);
  }

  /// The same, giving the same bits in every run.
  public Attr alwaysTheSame() {
    return new Attr(postOps, math, accumulation, quantizations, true);
  }

  /// Appends scales of an argument.
  public Attr scale(int argument, int mask) {
    return quantized(new Quantization(QuantizationKind.SCALE, argument, mask));
  }

  /// Appends zero points of an argument.
  public Attr zeroPoint(int argument, int mask) {
    return quantized(new Quantization(QuantizationKind.ZERO_POINT, argument, mask));
  }

  private Attr quantized(Quantization quantization) {
    List<Quantization> longer = new ArrayList<>(quantizations);
    longer.add(quantization);
    return new Attr(postOps, math, accumulation, longer, deterministic);
  }

  /// A native copy that lives as long as `marshal`.
  MemorySegment marshal(Marshal marshal) {
    MemorySegment out = marshal.out();
    Status.check(Dnnl.ATTR_CREATE, f -> (int) f.invokeExact(out));
    MemorySegment attr = marshal.own("Attr", out.get(Dnnl.PTR, 0), Dnnl.ATTR_DESTROY);
    Status.check(Dnnl.ATTR_SET_SCRATCHPAD_MODE, f -> (int) f.invokeExact(attr, USER_SCRATCHPAD));
    if (math != Math.STRICT) {
      int mode = math.ordinal();
      Status.check(Dnnl.ATTR_SET_FPMATH_MODE, f -> (int) f.invokeExact(attr, mode), math);
    }
    if (accumulation != Accumulation.STRICT) {
      int mode = accumulation.ordinal();
      Status.check(
          Dnnl.ATTR_SET_ACCUMULATION_MODE, f -> (int) f.invokeExact(attr, mode), accumulation);
    }
    if (deterministic) {
      Status.check(Dnnl.ATTR_SET_DETERMINISTIC, f -> (int) f.invokeExact(attr, 1));
    }
    for (Quantization q : quantizations) {
      int argument = q.argument;
      int mask = q.mask;
      switch (q.kind) {
        case SCALE ->
            Status.check(
                Dnnl.ATTR_SET_SCALES_MASK, f -> (int) f.invokeExact(attr, argument, mask), q);
        case ZERO_POINT ->
            Status.check(
                Dnnl.ATTR_SET_ZERO_POINTS_MASK, f -> (int) f.invokeExact(attr, argument, mask), q);
      }
    }
    if (!postOps.isEmpty()) {
      MemorySegment chain = marshalPostOps(marshal);
      Status.check(Dnnl.ATTR_SET_POST_OPS, f -> (int) f.invokeExact(attr, chain), postOps);
    }
    return attr;
  }

  private MemorySegment marshalPostOps(Marshal marshal) {
    MemorySegment out = marshal.out();
    Status.check(Dnnl.POST_OPS_CREATE, f -> (int) f.invokeExact(out));
    MemorySegment chain = marshal.own("PostOps", out.get(Dnnl.PTR, 0), Dnnl.POST_OPS_DESTROY);
    for (PostOp postOp : postOps) {
      switch (postOp) {
        case PostOp.Sum(float scale, int zeroPoint) ->
            Status.check(
                Dnnl.POST_OPS_APPEND_SUM,
                f -> (int) f.invokeExact(chain, scale, zeroPoint, DataType.NONE.code()),
                postOp);
        case PostOp.Eltwise(Algorithm algorithm, float alpha, float beta) ->
            Status.check(
                Dnnl.POST_OPS_APPEND_ELTWISE,
                f -> (int) f.invokeExact(chain, algorithm.code(), alpha, beta),
                postOp);
        case PostOp.Binary(Algorithm algorithm, MemoryDesc operand) -> {
          MemorySegment desc = marshal.desc(operand);
          Status.check(
              Dnnl.POST_OPS_APPEND_BINARY,
              f -> (int) f.invokeExact(chain, algorithm.code(), desc),
              postOp);
        }
      }
    }
    return chain;
  }
}
