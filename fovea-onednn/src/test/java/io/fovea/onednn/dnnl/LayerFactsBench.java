// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.DataType.BF16;
import static io.fovea.onednn.dnnl.DataType.F32;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// As [FactsBench], for reductions, pooling, batch normalization and resampling.
@Tag("bench")
class LayerFactsBench {
  private static final int BATCH = 32;

  /// A layer in the middle of ResNet-50.
  private static final MemoryDesc IMAGE = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 128);

  @AutoClose private final FactsPrinter facts = new FactsPrinter();

  @BeforeEach
  void title(TestInfo info) {
    facts.title(info);
  }

  @Test
  void poolings() {
    for (DataType type : List.of(F32, BF16)) {
      for (Algorithm a :
          List.of(Algorithm.MAX_POOL, Algorithm.AVG_POOL, Algorithm.AVG_POOL_WITH_PADDING)) {
        pooling(
            type + " 3x3/2 at 112, 64 channels",
            a,
            MemoryDesc.channelsLast(type, BATCH, 112, 112, 64),
            Window.of(3, 3).stride(2).padHigh(1));
        pooling(
            type + " global 7x7, 2048 channels",
            a,
            MemoryDesc.channelsLast(type, BATCH, 7, 7, 2048),
            Window.of(7, 7));
        pooling(
            type + " 2x2/2 at 28, 6 channels",
            a,
            MemoryDesc.channelsLast(type, BATCH, 28, 28, 6),
            Window.of(2, 2).stride(2));
        pooling(
            type + " 3x3/1 same at 28, 256 channels",
            a,
            MemoryDesc.channelsLast(type, BATCH, 28, 28, 256),
            Window.of(3, 3).padding(1));
      }
    }
  }

  private void pooling(String name, Algorithm algorithm, MemoryDesc src, Window window) {
    MemoryDesc dst =
        MemoryDesc.channelsLast(
            src.type(),
            src.dim(0),
            window.output(0, src.dim(2)),
            window.output(1, src.dim(3)),
            src.dim(1));
    PrimitiveDesc forward =
        facts.print(
            algorithm + " " + name,
            () ->
                Primitives.pooling(
                    facts.box.scope,
                    Propagation.TRAINING,
                    algorithm,
                    src,
                    dst,
                    window,
                    Attr.plain()));
    forward.workspace().ifPresent(w -> System.out.println("      workspace " + w));
    facts.print(
        algorithm + " " + name + " backward",
        () ->
            Primitives.poolingBackward(
                facts.box.scope, algorithm, src, dst, window, forward, Attr.plain()));
  }

  @Test
  void batchNorms() {
    Set<NormOption> scaled = EnumSet.of(NormOption.SCALE, NormOption.SHIFT);
    Set<NormOption> relu = EnumSet.copyOf(scaled);
    relu.add(NormOption.RELU);
    Set<NormOption> frozen = EnumSet.copyOf(scaled);
    frozen.add(NormOption.GLOBAL_STATISTICS);
    for (int channels : List.of(128, 6, 33)) {
      for (DataType type : List.of(F32, BF16)) {
        MemoryDesc desc = MemoryDesc.channelsLast(type, BATCH, 28, 28, channels);
        for (Set<NormOption> options : List.of(scaled, relu, frozen)) {
          PrimitiveDesc forward =
              batchNorm("training", Propagation.TRAINING, desc, options, Attr.plain());
          if (forward != null) {
            forward.workspace().ifPresent(w -> System.out.println("      workspace " + w));
            facts.print(
                "batch norm backward " + desc + " " + options,
                () ->
                    Primitives.batchNormBackward(
                        facts.box.scope, desc, desc, desc, 1e-3f, options, forward, Attr.plain()));
          }
        }
        batchNorm("inference", Propagation.INFERENCE, desc, frozen, Attr.plain());
        batchNorm("inference + relu", Propagation.INFERENCE, desc, frozen, Attr.plain().thenRelu());
      }
    }
  }

  private PrimitiveDesc batchNorm(
      String name, Propagation propagation, MemoryDesc desc, Set<NormOption> options, Attr attr) {
    return facts.print(
        "batch norm " + name + " " + desc + " " + options,
        () -> Primitives.batchNorm(facts.box.scope, propagation, desc, desc, 1e-3f, options, attr));
  }

  @Test
  void resampling() {
    MemoryDesc large = MemoryDesc.channelsLast(F32, BATCH, 56, 56, 128);
    for (Algorithm a : List.of(Algorithm.NEAREST, Algorithm.BILINEAR)) {
      PrimitiveDesc forward =
          facts.print(
              a + " x2 at 28, 128 channels",
              () ->
                  Primitives.resampling(
                      facts.box.scope, Propagation.TRAINING, a, IMAGE, large, Attr.plain()));
      facts.print(
          a + " backward",
          () ->
              Primitives.resamplingBackward(
                  facts.box.scope, a, IMAGE, large, forward, Attr.plain()));
    }
  }

  @Test
  void reductions() {
    MemoryDesc matrix = MemoryDesc.dense(F32, 100352 / 4, 128);
    for (Algorithm a : List.of(Algorithm.REDUCE_SUM, Algorithm.REDUCE_MEAN, Algorithm.REDUCE_MAX)) {
      reduction(a, IMAGE, MemoryDesc.channelsLast(F32, BATCH, 1, 1, 128));
      reduction(a, IMAGE, MemoryDesc.channelsLast(F32, 1, 28, 28, 128));
      reduction(a, IMAGE, MemoryDesc.channelsLast(F32, 1, 1, 1, 128));
      reduction(a, IMAGE, MemoryDesc.channelsLast(F32, BATCH, 28, 28, 1));
      reduction(a, IMAGE, MemoryDesc.channelsLast(F32, BATCH, 1, 1, 1));
      reduction(a, IMAGE, MemoryDesc.channelsLast(F32, 1, 1, 1, 1));
      reduction(a, matrix, MemoryDesc.dense(F32, 1, 128));
      reduction(a, matrix, MemoryDesc.dense(F32, 100352 / 4, 1));
    }
    MemoryDesc small = MemoryDesc.dense(F32, BATCH, 10);
    reduction(Algorithm.REDUCE_SUM, small, MemoryDesc.dense(F32, 1, 10));
    reduction(Algorithm.REDUCE_SUM, small, MemoryDesc.dense(F32, BATCH, 1));
    reduction(Algorithm.REDUCE_SUM, small, MemoryDesc.dense(F32, 1, 1));
    MemoryDesc ones = MemoryDesc.dense(F32, 1, 100352 / 4);
    facts.print(
        "sum over rows as ones x matrix",
        () ->
            Products.matmul(
                facts.box.scope, ones, matrix, null, MemoryDesc.dense(F32, 1, 128), Attr.plain()));
    MemoryDesc images = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 128).transpose(0, 2, 3, 1);
    MemoryDesc pixels = images.reshape(BATCH, 784, 128);
    MemoryDesc ones3 = MemoryDesc.dense(F32, BATCH, 1, 784);
    facts.print(
        "sum over pixels as batched ones x matrix",
        () ->
            Products.matmul(
                facts.box.scope,
                ones3,
                pixels,
                null,
                MemoryDesc.dense(F32, BATCH, 1, 128),
                Attr.plain()));
    for (Algorithm a : List.of(Algorithm.REDUCE_SUM, Algorithm.REDUCE_MAX)) {
      reduction(a, pixels.reshape(BATCH * 784, 128), MemoryDesc.dense(F32, BATCH * 784, 1));
      MemoryDesc turned = pixels.transpose(0, 2, 1); // channels before pixels
      reduction(a, turned, MemoryDesc.dense(F32, BATCH, 128, 1));
      reduction(a, MemoryDesc.dense(F32, 1, 100352), MemoryDesc.dense(F32, 1, 1));
    }
    facts.print(
        "sum over images as ones x matrix",
        () ->
            Products.matmul(
                facts.box.scope,
                MemoryDesc.dense(F32, 1, BATCH),
                MemoryDesc.dense(F32, BATCH, 100352),
                null,
                MemoryDesc.dense(F32, 1, 100352),
                Attr.plain()));
    facts.print(
        "sum over channels as matrix x ones",
        () ->
            Products.matmul(
                facts.box.scope,
                pixels.reshape(BATCH * 784, 128),
                MemoryDesc.dense(F32, 128, 1),
                null,
                MemoryDesc.dense(F32, BATCH * 784, 1),
                Attr.plain()));
    MemoryDesc small2 = MemoryDesc.dense(F32, BATCH, 120);
    facts.print(
        "sum of [32, 120] over rows as ones x matrix",
        () ->
            Products.matmul(
                facts.box.scope,
                MemoryDesc.dense(F32, 1, BATCH),
                small2,
                null,
                MemoryDesc.dense(F32, 1, 120),
                Attr.plain()));
    reduction(Algorithm.REDUCE_SUM, small2, MemoryDesc.dense(F32, 1, 120));
    pooling("mean over pixels as pooling", Algorithm.AVG_POOL, IMAGE, Window.of(28, 28));
  }

  private void reduction(Algorithm algorithm, MemoryDesc src, MemoryDesc dst) {
    facts.print(
        algorithm + " " + Arrays.toString(src.dims()) + " to " + Arrays.toString(dst.dims()),
        () -> Primitives.reduction(facts.box.scope, algorithm, src, dst, Attr.plain()));
  }
}
