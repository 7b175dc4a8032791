package io.fovea.onednn.dnnl;

import io.fovea.error.EngineException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Primitive descriptors by kind: what to compute, on which layouts.
///
/// Every factory throws [EngineException] with the name of the C function, the status and the
/// arguments when the library refuses; [#ifImplemented] turns "unimplemented" into an empty value.
/// Weights (and, where a copy costs nothing, activations) may be given as `any`; ask the result
/// for the layout that was chosen. Backward descriptors take the forward one, with
/// [Propagation#TRAINING], as their hint.
public final class Primitives {
  private static final int FEW_CHANNELS = 16;
  private static final int DIRECT = 0x1;
  private static final int DECONVOLUTION_DIRECT = 0xa;

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

  /// The first choice of the library whose implementation's name contains `part`; if there is none,
  /// the library's own choice.
  public static PrimitiveDesc preferring(String part, Supplier<PrimitiveDesc> factory) {
    return preferring((String name) -> name.contains(part), factory);
  }

  private static PrimitiveDesc preferring(
      Predicate<String> wanted, Supplier<PrimitiveDesc> factory) {
    PrimitiveDesc desc = factory.get();
    boolean moved = false;
    while (!wanted.test(desc.implementation())) {
      if (!desc.nextImplementation()) {
        if (!moved) {
          return desc;
        }
        desc.close();
        return factory.get();
      }
      moved = true;
    }
    return desc;
  }

  // ---- convolutions

  /// Convolution. Arguments when run: src, weights, bias, dst.
  ///
  /// For at most 16 input channels the library's second choice, its direct convolution, is taken:
  /// it is 1.1 to 2 times as fast as its first one.
  ///
  /// @param bias sizes `[O]`, or null for none
  public static PrimitiveDesc convolution(
      DnnlScope scope,
      Propagation propagation,
      MemoryDesc src,
      MemoryDesc weights,
      @Nullable MemoryDesc bias,
      MemoryDesc dst,
      Window window,
      Attr attr) {
    Supplier<PrimitiveDesc> factory =
        () -> forward(scope, propagation, src, weights, bias, dst, window, attr);
    boolean onePixel = dst.dim(dst.rank() - 1) == 1;
    return hasFewChannels(src, weights) && !onePixel
        ? preferring(Primitives::isDirect, factory)
        : factory.get();
  }

  private static PrimitiveDesc forward(
      DnnlScope scope,
      Propagation propagation,
      MemoryDesc src,
      MemoryDesc weights,
      @Nullable MemoryDesc bias,
      MemoryDesc dst,
      Window window,
      Attr attr) {
    return create(
        scope,
        "convolution forward",
        Dnnl.CONVOLUTION_FORWARD,
        propagation,
        DIRECT,
        src,
        weights,
        bias,
        dst,
        window.stride(),
        window.gaps(),
        window.padLow(),
        window.padHigh(),
        attr);
  }

  /// Gradient of a convolution for its source. Arguments when run: diffDst, weights, diffSrc.
  ///
  /// It is also the forward pass of a transposed convolution. For strided depthwise convolutions in
  /// bfloat16 oneDNN 3.13 prefers an implementation that is 70 times slower than its next but one;
  /// this takes the fast one. For at most 16 channels of the source it takes the direct convolution,
  /// as [#convolution] does.
  public static PrimitiveDesc convolutionBackwardData(
      DnnlScope scope,
      MemoryDesc diffSrc,
      MemoryDesc weights,
      MemoryDesc diffDst,
      Window window,
      PrimitiveDesc forward,
      Attr attr) {
    Supplier<PrimitiveDesc> factory =
        () -> backwardData(scope, diffSrc, weights, diffDst, window, forward, attr);
    if (isDepthwise(diffSrc, weights)) {
      return preferring("dw", factory);
    }
    return hasFewChannels(diffSrc, weights)
        ? preferring(Primitives::isDirect, factory)
        : factory.get();
  }

  private static PrimitiveDesc backwardData(
      DnnlScope scope,
      MemoryDesc diffSrc,
      MemoryDesc weights,
      MemoryDesc diffDst,
      Window window,
      PrimitiveDesc forward,
      Attr attr) {
    return create(
        scope,
        "convolution backward data",
        Dnnl.CONVOLUTION_BACKWARD_DATA,
        DIRECT,
        diffSrc,
        weights,
        diffDst,
        window.stride(),
        window.gaps(),
        window.padLow(),
        window.padHigh(),
        forward,
        attr);
  }

  /// Gradient of a convolution for weights and bias. Arguments: src, diffDst, diffWeights,
  /// diffBias.
  ///
  /// @param diffBias sizes `[O]`, or null for none
  public static PrimitiveDesc convolutionBackwardWeights(
      DnnlScope scope,
      MemoryDesc src,
      MemoryDesc diffWeights,
      @Nullable MemoryDesc diffBias,
      MemoryDesc diffDst,
      Window window,
      PrimitiveDesc forward,
      Attr attr) {
    return create(
        scope,
        "convolution backward weights",
        Dnnl.CONVOLUTION_BACKWARD_WEIGHTS,
        DIRECT,
        src,
        diffWeights,
        diffBias,
        diffDst,
        window.stride(),
        window.gaps(),
        window.padLow(),
        window.padHigh(),
        forward,
        attr);
  }

  /// Transposed convolution. Arguments when run: src, weights, bias, dst.
  ///
  /// @param weights logical sizes `[O, I, spatial...]`, `I` being the channels of `src`
  /// @param bias sizes `[O]`, or null for none
  public static PrimitiveDesc deconvolution(
      DnnlScope scope,
      Propagation propagation,
      MemoryDesc src,
      MemoryDesc weights,
      @Nullable MemoryDesc bias,
      MemoryDesc dst,
      Window window,
      Attr attr) {
    return create(
        scope,
        "deconvolution forward",
        Dnnl.DECONVOLUTION_FORWARD,
        propagation,
        DECONVOLUTION_DIRECT,
        src,
        weights,
        bias,
        dst,
        window.stride(),
        window.gaps(),
        window.padLow(),
        window.padHigh(),
        attr);
  }

  /// Product of matrices `[..., M, K] x [..., K, N]`. Arguments: src, weights, bias, dst.
  ///
  /// A transposed operand is one with transposed strides ([MemoryDesc#transpose]).
  ///
  /// @param bias sizes `[1, N]` or `[M, N]` (with leading axes as `dst` has), or null for none
  public static PrimitiveDesc matmul(
      DnnlScope scope,
      MemoryDesc src,
      MemoryDesc weights,
      @Nullable MemoryDesc bias,
      MemoryDesc dst,
      Attr attr) {
    return create(scope, "matmul", Dnnl.MATMUL, src, weights, bias, dst, attr);
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
  /// Statistics are outputs in training and inputs with [Normalization#GLOBAL_STATISTICS]. The
  /// variance is the biased one. The workspace belongs to [Normalization#RELU] in training.
  public static PrimitiveDesc batchNorm(
      DnnlScope scope,
      Propagation propagation,
      MemoryDesc src,
      MemoryDesc dst,
      float epsilon,
      Set<Normalization> options,
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
      Set<Normalization> options,
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

  /// Layer normalization over the last logical axis. Arguments as for [#batchNorm].
  ///
  /// @param statistics sizes of `src` without its last axis, float32; or null to let the library
  /// choose
  public static PrimitiveDesc layerNorm(
      DnnlScope scope,
      Propagation propagation,
      MemoryDesc src,
      MemoryDesc dst,
      @Nullable MemoryDesc statistics,
      float epsilon,
      Set<Normalization> options,
      Attr attr) {
    return create(
        scope,
        "layer normalization forward",
        Dnnl.LAYER_NORM_FORWARD,
        propagation,
        src,
        dst,
        statistics,
        epsilon,
        options,
        attr);
  }

  /// Gradient of layer normalization. Arguments as for [#batchNormBackward].
  public static PrimitiveDesc layerNormBackward(
      DnnlScope scope,
      MemoryDesc diffSrc,
      MemoryDesc diffDst,
      MemoryDesc src,
      @Nullable MemoryDesc statistics,
      float epsilon,
      Set<Normalization> options,
      PrimitiveDesc forward,
      Attr attr) {
    return create(
        scope,
        "layer normalization backward",
        Dnnl.LAYER_NORM_BACKWARD,
        backward(options),
        diffSrc,
        diffDst,
        src,
        statistics,
        epsilon,
        options,
        forward,
        attr);
  }

  /// Local response normalization `y = x / (k + alpha / size * sum(x^2))^beta`.
  ///
  /// Arguments when run: src, dst, workspace in training (if the descriptor has one).
  public static PrimitiveDesc lrn(
      DnnlScope scope,
      Propagation propagation,
      Algorithm algorithm,
      MemoryDesc src,
      MemoryDesc dst,
      long size,
      float alpha,
      float beta,
      float k,
      Attr attr) {
    return create(
        scope,
        "lrn forward",
        Dnnl.LRN_FORWARD,
        propagation,
        algorithm,
        src,
        dst,
        size,
        alpha,
        beta,
        k,
        attr);
  }

  /// Gradient of local response normalization. Arguments: src, diffDst, diffSrc, workspace.
  public static PrimitiveDesc lrnBackward(
      DnnlScope scope,
      Algorithm algorithm,
      MemoryDesc diffSrc,
      MemoryDesc diffDst,
      MemoryDesc src,
      long size,
      float alpha,
      float beta,
      float k,
      PrimitiveDesc forward,
      Attr attr) {
    return create(
        scope,
        "lrn backward",
        Dnnl.LRN_BACKWARD,
        algorithm,
        diffSrc,
        diffDst,
        src,
        size,
        alpha,
        beta,
        k,
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
    return binary(scope, algorithm, src, src1, null, dst, attr);
  }

  /// `condition ? src : src1`. Arguments when run: src, src1, src2 (the condition), dst.
  ///
  /// @param condition of type s8, with the sizes of `dst`
  public static PrimitiveDesc select(
      DnnlScope scope,
      MemoryDesc src,
      MemoryDesc src1,
      MemoryDesc condition,
      MemoryDesc dst,
      Attr attr) {
    return binary(scope, Algorithm.SELECT, src, src1, condition, dst, attr);
  }

  private static PrimitiveDesc binary(
      DnnlScope scope,
      Algorithm algorithm,
      MemoryDesc src,
      MemoryDesc src1,
      @Nullable MemoryDesc src2,
      MemoryDesc dst,
      Attr attr) {
    return create(scope, "binary", Dnnl.BINARY, algorithm, src, src1, src2, dst, attr);
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

  /// Weighted sum of tensors of equal sizes. Arguments when run: [Arg#source] 0, 1, ..., dst.
  ///
  /// @param scales one factor for each source
  public static PrimitiveDesc sum(
      DnnlScope scope, MemoryDesc dst, List<MemoryDesc> sources, float[] scales, Attr attr) {
    if (sources.size() != scales.length) {
      throw new IllegalArgumentException(
          "oneDNN: a sum of "
              + sources.size()
              + " tensors expected as many scales, got "
              + scales.length
              + ".");
    }
    return create(scope, "sum", Dnnl.SUM, dst, sources.size(), scales, sources, attr);
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

  /// Shuffle of groups along a logical axis. Arguments when run: src, dst.
  ///
  /// @param groupSize the axis is seen as `[size / groupSize, groupSize]` and transposed
  public static PrimitiveDesc shuffle(
      DnnlScope scope,
      Propagation propagation,
      MemoryDesc src,
      MemoryDesc dst,
      int axis,
      long groupSize,
      Attr attr) {
    return create(
        scope,
        "shuffle forward",
        Dnnl.SHUFFLE_FORWARD,
        propagation,
        src,
        dst,
        axis,
        groupSize,
        attr);
  }

  /// Gradient of a shuffle. Arguments when run: diffDst, diffSrc.
  public static PrimitiveDesc shuffleBackward(
      DnnlScope scope,
      MemoryDesc diffSrc,
      MemoryDesc diffDst,
      int axis,
      long groupSize,
      PrimitiveDesc forward,
      Attr attr) {
    return create(
        scope,
        "shuffle backward",
        Dnnl.SHUFFLE_BACKWARD,
        diffSrc,
        diffDst,
        axis,
        groupSize,
        forward,
        attr);
  }

  // ---- inside

  /// Makes a descriptor with a function that takes the engine first.
  private static PrimitiveDesc create(
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

  private static boolean isDepthwise(MemoryDesc src, MemoryDesc weights) {
    return weights.rank() == src.rank() + 1 && weights.dim(1) == 1 && weights.dim(2) == 1;
  }

  private static boolean hasFewChannels(MemoryDesc src, MemoryDesc weights) {
    return weights.rank() == src.rank() && src.dim(1) <= FEW_CHANNELS;
  }

  private static boolean isDirect(String implementation) {
    return implementation.startsWith("jit:avx512") || implementation.startsWith("jit_bf16:");
  }

  private static int backward(Set<Normalization> options) {
    boolean parameters =
        options.contains(Normalization.SCALE) || options.contains(Normalization.SHIFT);
    return parameters ? Propagation.BACKWARD : Propagation.BACKWARD_DATA;
  }
}
