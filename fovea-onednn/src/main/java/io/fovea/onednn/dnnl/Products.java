// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Descriptors of the primitives that multiply: convolutions and products of matrices.
///
/// Weights (and, where a copy costs nothing, activations) may be given as `any`; ask the result for
/// the layout that was chosen. Errors are those of [Primitives].
public final class Products {
  private static final int FEW_CHANNELS = 16;
  private static final int DIRECT = 0x1;

  private Products() {}

  /// Convolution. Arguments when run: src, weights, bias, dst.
  ///
  /// For at most 16 input channels the library's second choice, its direct convolution, is taken: it
  /// is 1.1 to 2 times as fast as its first one on AVX-512, and 0.8 to 2 times on AVX2.
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
        ? preferring(Products::isDirect, factory)
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
    return Primitives.create(
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
        ? preferring(Products::isDirect, factory)
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
    return Primitives.create(
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
    return Primitives.create(
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
    return Primitives.create(scope, "matmul", Dnnl.MATMUL, src, weights, bias, dst, attr);
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

  private static boolean isDepthwise(MemoryDesc src, MemoryDesc weights) {
    return weights.rank() == src.rank() + 1 && weights.dim(1) == 1 && weights.dim(2) == 1;
  }

  private static boolean hasFewChannels(MemoryDesc src, MemoryDesc weights) {
    return weights.rank() == src.rank() && src.dim(1) <= FEW_CHANNELS;
  }

  private static boolean isDirect(String implementation) {
    return implementation.startsWith(Library.hasAvx512() ? "jit:avx512" : "jit:avx2")
        || implementation.startsWith("jit_bf16:");
  }
}
