// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.DataType.BF16;
import static io.fovea.onednn.dnnl.DataType.F32;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// As [FactsBench], for matrix products and convolutions.
@Tag("bench")
class ProductFactsBench {
  private static final int BATCH = 32;

  @AutoClose private final FactsPrinter facts = new FactsPrinter();

  @BeforeEach
  void title(TestInfo info) {
    facts.title(info);
  }

  @Test
  void matmuls() {
    MemoryDesc x = MemoryDesc.dense(F32, BATCH, 400);
    MemoryDesc w = MemoryDesc.dense(F32, 400, 120);
    MemoryDesc y = MemoryDesc.dense(F32, BATCH, 120);
    MemoryDesc b = MemoryDesc.dense(F32, 1, 120);
    matmul("plain weights", x, w, null, y);
    matmul("plain weights + bias", x, w, b, y);
    matmul("any weights", x, w.toAny(), null, y);
    matmul("any weights + bias", x, w.toAny(), b, y);
    matmul("data gradient, plain transposed weights", y, w.transpose(1, 0), null, x);
    matmul("data gradient, any weights", y, w.transpose(1, 0).toAny(), null, x);
    matmul("weights gradient, transposed source", x.transpose(1, 0), y, null, w);
    MemoryDesc x2 = MemoryDesc.dense(F32, BATCH, 2048);
    MemoryDesc w2 = MemoryDesc.dense(F32, 2048, 1000);
    MemoryDesc y2 = MemoryDesc.dense(F32, BATCH, 1000);
    matmul("2048 x 1000 plain", x2, w2, null, y2);
    matmul("2048 x 1000 any", x2, w2.toAny(), null, y2);
    matmul("2048 x 1000 data gradient plain", y2, w2.transpose(1, 0), null, x2);
    matmul("2048 x 1000 data gradient any", y2, w2.transpose(1, 0).toAny(), null, x2);
    matmul("2048 x 1000 weights gradient", x2.transpose(1, 0), y2, null, w2);
    matmul("2048 x 1000 bf16 any", x2.as(BF16), w2.as(BF16).toAny(), null, y2);
    matmul("2048 x 1000 bf16 plain", x2.as(BF16), w2.as(BF16), null, y2);
  }

  private void matmul(
      String name, MemoryDesc src, MemoryDesc weights, MemoryDesc bias, MemoryDesc dst) {
    PrimitiveDesc desc =
        facts.print(
            name, () -> Products.matmul(facts.box.scope, src, weights, bias, dst, Attr.plain()));
    if (weights.isAny()) {
      System.out.println("      weights " + desc.weights());
    }
  }

  @Test
  void lenet5Convolutions() {
    for (ConvShapes.Row row : ConvShapes.of("lenet5")) {
      convolution(row, row.src(F32, BATCH), row.dst(F32, BATCH), "NHWC");
      convolution(row, row.src(F32, BATCH).toAny(), row.dst(F32, BATCH).toAny(), "any");
    }
    for (int channels : List.of(1, 3, 6, 16)) {
      ConvShapes.Row row =
          new ConvShapes.Row(
              channels + " channels to 32, 5x5 same at 28",
              28,
              28,
              channels,
              32,
              Window.of(5, 5).padding(2),
              1);
      convolution(row, row.src(F32, BATCH), row.dst(F32, BATCH), "NHWC");
      convolution(row, row.src(BF16, BATCH), row.dst(BF16, BATCH), "NHWC bf16");
    }
  }

  @Test
  void depthwiseConvolutions() {
    for (String network : List.of("xception", "efficientnet-b0")) {
      for (ConvShapes.Row row : ConvShapes.of(network)) {
        if (row.groups() > 1) {
          convolution(row, row.src(F32, 8), row.dst(F32, 8), "NHWC");
          convolution(row, row.src(F32, 8).toAny(), row.dst(F32, 8).toAny(), "any");
          convolution(row, row.src(BF16, 8), row.dst(BF16, 8), "NHWC bf16");
        }
      }
    }
  }

  private void convolution(ConvShapes.Row row, MemoryDesc src, MemoryDesc dst, String layout) {
    MemoryDesc weights = row.kernel(src.type()).toAny();
    MemoryDesc gradient = row.kernel(F32).toAny();
    MemoryDesc bias = MemoryDesc.dense(F32, row.out());
    String name = row + " " + layout;
    PrimitiveDesc forward =
        facts.print(
            name + " forward",
            () ->
                Products.convolution(
                    facts.box.scope,
                    Propagation.TRAINING,
                    src,
                    weights,
                    bias,
                    dst,
                    row.window(),
                    Attr.plain()));
    if (src.isAny()) {
      System.out.println("      " + forward.src() + ", " + forward.dst());
    }
    facts.print(
        name + " backward data",
        () ->
            Products.convolutionBackwardData(
                facts.box.scope, src, weights, dst, row.window(), forward, Attr.plain()));
    facts.print(
        name + " backward weights",
        () ->
            Products.convolutionBackwardWeights(
                facts.box.scope, src, gradient, bias, dst, row.window(), forward, Attr.plain()));
  }
}
