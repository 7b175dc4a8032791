// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import io.fovea.error.EngineException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Primitive descriptors by kind: what to compute, on which layouts. Convolutions and products are
/// in [Products].
///
/// Every factory throws [EngineException] with the name of the C function, the status and the
/// arguments when the library refuses; [#ifImplemented] turns "unimplemented" into an empty value.
/// Backward descriptors take the forward one, with
/// [Propagation#TRAINING], as their hint.
public final class Primitives {
  private Primitives() {}

  /// The descriptor, or nothing if the library has no implementation for it.
  public static Optional<PrimitiveDesc> ifImplemented(Supplier<PrimitiveDesc> factory) {
    try {
      return Optional.of(factory.get());
    } catch (EngineException e) {
      if (Status.isUnimplemented(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  // ---- pooling and resampling

  /// Pooling. Arguments when run: src, dst, and workspace for max pooling in training.
  public static PrimitiveDesc pooling(
      DnnlScope scope,
      Propagation propagation,
      Algorithm algorithm,
      MemoryDesc src,
      MemoryDesc dst,
      Window window,
      Attr attr) {
    return create(
        scope,
        "pooling forward",
        Dnnl.POOLING_FORWARD,
        propagation,
        algorithm,
        src,
        dst,
        window.stride(),
        window.kernel(),
        window.gaps(),
        window.padLow(),
        window.padHigh(),
        attr);
  }

  /// Gradient of a pooling. Arguments when run: diffDst, diffSrc, workspace for max pooling.
  public static PrimitiveDesc poolingBackward(
      DnnlScope scope,
      Algorithm algorithm,
      MemoryDesc diffSrc,
      MemoryDesc diffDst,
      Window window,
      PrimitiveDesc forward,
      Attr attr) {
    return create(
        scope,
        "pooling backward",
        Dnnl.POOLING_BACKWARD,
        algorithm,
        diffSrc,
        diffDst,
        window.stride(),
        window.kernel(),
        window.gaps(),
        window.padLow(),
        window.padHigh(),
        forward,
        attr);
  }

  /// Resampling to the size of `dst`. Arguments when run: src, dst.
  public static PrimitiveDesc resampling(
      DnnlScope scope,
      Propagation propagation,
      Algorithm algorithm,
      MemoryDesc src,
      MemoryDesc dst,
      Attr attr) {
    return create(
        scope,
        "resampling forward",
        Dnnl.RESAMPLING_FORWARD,
        propagation,
        algorithm,
        MemorySegment.NULL,
        src,
        dst,
        attr);
  }

  /// Gradient of a resampling. Arguments when run: diffDst, diffSrc.
  public static PrimitiveDesc resamplingBackward(
      DnnlScope scope,
      Algorithm algorithm,
      MemoryDesc diffSrc,
      MemoryDesc diffDst,
      PrimitiveDesc forward,
      Attr attr) {
    return create(
        scope,
        "resampling backward",
        Dnnl.RESAMPLING_BACKWARD,
        algorithm,
        MemorySegment.NULL,
        diffSrc,
        diffDst,
        forward,
        attr);
  }

  // ---- normalizations

  /// Batch normalization. Arguments: src, dst, mean, variance, scale, shift, workspace.
  ///
  /// Statistics are outputs in training and inputs with [NormOption#GLOBAL_STATISTICS]. The
  /// variance is the biased one. The workspace belongs to [NormOption#RELU] in training.
  public static PrimitiveDesc batchNorm(
      DnnlScope scope,
      Propagation propagation,
      MemoryDesc src,
      MemoryDesc dst,
      float epsilon,
      Set<NormOption> options,
      Attr attr) {
    return create(
        scope,
        "batch normalization forward",
        Dnnl.BATCH_NORM_FORWARD,
        propagation,
        src,
        dst,
        epsilon,
        options,
        attr);
  }

  /// Gradient of batch normalization for source and, with scale or shift, for those.
  ///
  /// Arguments: src, mean, variance, diffDst, scale, workspace, diffSrc, diffScale, diffShift.
  public static PrimitiveDesc batchNormBackward(
      DnnlScope scope,
      MemoryDesc diffSrc,
      MemoryDesc diffDst,
      MemoryDesc src,
      float epsilon,
      Set<NormOption> options,
      PrimitiveDesc forward,
      Attr attr) {
    return create(
        scope,
        "batch normalization backward",
        Dnnl.BATCH_NORM_BACKWARD,
        backward(options),
        diffSrc,
        diffDst,
        src,
        epsilon,
        options,
        forward,
        attr);
  }

  // ---- element by element

  /// An element-wise function. Arguments when run: src, dst (which may be the same memory).
  public static PrimitiveDesc eltwise(
      DnnlScope scope,
      Propagation propagation,
      Algorithm algorithm,
      MemoryDesc src,
      MemoryDesc dst,
      float alpha,
      float beta,
      Attr attr) {
    return create(
        scope,
        "eltwise forward",
        Dnnl.ELTWISE_FORWARD,
        propagation,
        algorithm,
        src,
        dst,
        alpha,
        beta,
        attr);
  }

  /// Gradient of an element-wise function. Arguments: src (or dst for the algorithms that read the
  /// output), diffDst, diffSrc (which may be the memory of diffDst).
  ///
  /// @param data the source, or the destination for algorithms that read the output
  public static PrimitiveDesc eltwiseBackward(
      DnnlScope scope,
      Algorithm algorithm,
      MemoryDesc diffSrc,
      MemoryDesc diffDst,
      MemoryDesc data,
      float alpha,
      float beta,
      PrimitiveDesc forward,
      Attr attr) {
    return create(
        scope,
        "eltwise backward",
        Dnnl.ELTWISE_BACKWARD,
        algorithm,
        diffSrc,
        diffDst,
        data,
        alpha,
        beta,
        forward,
        attr);
  }

  /// A function of two tensors. Arguments when run: src, src1, dst (may be the memory of src).
  public static PrimitiveDesc binary(
      DnnlScope scope,
      Algorithm algorithm,
      MemoryDesc src,
      MemoryDesc src1,
      MemoryDesc dst,
      Attr attr) {
    return create(scope, "binary", Dnnl.BINARY, algorithm, src, src1, null, dst, attr);
  }

  /// Softmax or its logarithm over one logical axis. Arguments when run: src, dst.
  public static PrimitiveDesc softmax(
      DnnlScope scope,
      Propagation propagation,
      Algorithm algorithm,
      MemoryDesc src,
      MemoryDesc dst,
      int axis,
      Attr attr) {
    return create(
        scope,
        "softmax forward",
        Dnnl.SOFTMAX_FORWARD,
        propagation,
        algorithm,
        src,
        dst,
        axis,
        attr);
  }

  /// Gradient of softmax or its logarithm. Arguments when run: dst, diffDst, diffSrc.
  public static PrimitiveDesc softmaxBackward(
      DnnlScope scope,
      Algorithm algorithm,
      MemoryDesc diffSrc,
      MemoryDesc diffDst,
      MemoryDesc dst,
      int axis,
      PrimitiveDesc forward,
      Attr attr) {
    return create(
        scope,
        "softmax backward",
        Dnnl.SOFTMAX_BACKWARD,
        algorithm,
        diffSrc,
        diffDst,
        dst,
        axis,
        forward,
        attr);
  }

  // ---- moving and reducing

  /// Reduction over the axes that have size 1 in `dst`. Arguments when run: src, dst.
  public static PrimitiveDesc reduction(
      DnnlScope scope, Algorithm algorithm, MemoryDesc src, MemoryDesc dst, Attr attr) {
    return create(scope, "reduction", Dnnl.REDUCTION, algorithm, src, dst, 0f, 0f, attr);
  }

  /// Concatenation along a logical axis. Arguments when run: [Arg#source] 0, 1, ..., dst.
  public static PrimitiveDesc concat(
      DnnlScope scope, MemoryDesc dst, int axis, List<MemoryDesc> sources, Attr attr) {
    return create(scope, "concat", Dnnl.CONCAT, dst, sources.size(), axis, sources, attr);
  }

  /// Copy from one layout or type to another. Arguments when run: src, dst.
  public static PrimitiveDesc reorder(DnnlScope scope, MemoryDesc src, MemoryDesc dst, Attr attr) {
    return made(
        scope, "reorder", Dnnl.REORDER, src, CpuEngine.pointer(), dst, CpuEngine.pointer(), attr);
  }

  // ---- inside

  /// Makes a descriptor with a function that takes the engine first.
  static PrimitiveDesc create(
      DnnlScope scope, String kind, Dnnl.Function function, @Nullable Object... arguments) {
    var all = new ArrayList<@Nullable Object>();
    all.add(CpuEngine.pointer());
    all.addAll(Arrays.asList(arguments));
    return made(scope, kind, function, all.toArray());
  }

  /// Makes a descriptor; the last argument is the attribute.
  ///
  /// @param arguments as the C function takes them behind its result, see [Marshal#argument]
  private static PrimitiveDesc made(
      DnnlScope scope, String kind, Dnnl.Function function, @Nullable Object... arguments) {
    try (Marshal marshal = new Marshal()) {
      MemorySegment out = marshal.out();
      var all = new ArrayList<Object>();
      all.add(out);
      for (Object argument : arguments) {
        all.add(marshal.argument(argument));
      }
      // as slow as invokeExact is fast, but a plan makes each descriptor once
      Status.check(function, f -> (int) f.invokeWithArguments(all), arguments);
      Attr attr = (Attr) Objects.requireNonNull(arguments[arguments.length - 1]);
      return new PrimitiveDesc(scope, kind, attr, out.get(Dnnl.PTR, 0));
    }
  }

  private static int backward(Set<NormOption> options) {
    boolean parameters = options.contains(NormOption.SCALE) || options.contains(NormOption.SHIFT);
    return parameters ? Propagation.BACKWARD : Propagation.BACKWARD_DATA;
  }
}
