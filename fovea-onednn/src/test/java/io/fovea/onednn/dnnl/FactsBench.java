// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.DataType.BF16;
import static io.fovea.onednn.dnnl.DataType.F32;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// Prints which code the library chooses, and how long it takes: the source of the table in the
/// package description. One thread, unless `-Dfovea.threads=` says otherwise; about a minute. Run with
/// `mvn -pl fovea-onednn -am test -Dfovea.test.exclude= -Dtest='*FactsBench'`.
@Tag("bench")
class FactsBench {
  private static final int BATCH = 32;

  /// A layer in the middle of ResNet-50.
  private static final MemoryDesc IMAGE = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 128);

  @AutoClose private final FactsPrinter facts = new FactsPrinter();

  @BeforeEach
  void title(TestInfo info) {
    facts.title(info);
  }

  @Test
  void binaryWithBroadcasting() {
    List<MemoryDesc> others =
        List.of(
            IMAGE,
            MemoryDesc.channelsLast(F32, 1, 1, 1, 128),
            MemoryDesc.channelsLast(F32, BATCH, 1, 1, 128),
            MemoryDesc.channelsLast(F32, BATCH, 1, 1, 1),
            MemoryDesc.channelsLast(F32, 1, 28, 28, 1),
            MemoryDesc.channelsLast(F32, BATCH, 28, 28, 1),
            MemoryDesc.channelsLast(F32, 1, 28, 28, 128),
            MemoryDesc.channelsLast(F32, 1, 1, 1, 1));
    for (MemoryDesc other : others) {
      for (Algorithm algorithm : List.of(Algorithm.ADD, Algorithm.DIV, Algorithm.GREATER)) {
        facts.print(
            algorithm + " src1 " + Arrays.toString(other.dims()),
            () -> Primitives.binary(facts.box.scope, algorithm, IMAGE, other, IMAGE, Attr.plain()));
      }
    }
    for (MemoryDesc other : others.subList(1, others.size())) {
      facts.print(
          "SUB src0 " + Arrays.toString(other.dims()),
          () ->
              Primitives.binary(facts.box.scope, Algorithm.SUB, other, IMAGE, IMAGE, Attr.plain()));
    }
    MemoryDesc rows = MemoryDesc.dense(F32, BATCH, 100352);
    facts.print(
        "MUL by one number per image, images seen as rows",
        () ->
            Primitives.binary(
                facts.box.scope,
                Algorithm.MUL,
                rows,
                MemoryDesc.dense(F32, BATCH, 1),
                rows,
                Attr.plain()));
    MemoryDesc pixelRows = MemoryDesc.dense(F32, BATCH * 784, 128);
    facts.print(
        "SUB src0 [1, 128], pixels seen as rows",
        () ->
            Primitives.binary(
                facts.box.scope,
                Algorithm.SUB,
                MemoryDesc.dense(F32, 1, 128),
                pixelRows,
                pixelRows,
                Attr.plain()));
    facts.print(
        "1 - x, as linear",
        () ->
            Primitives.eltwise(
                facts.box.scope,
                Propagation.INFERENCE,
                Algorithm.LINEAR,
                IMAGE,
                IMAGE,
                -1,
                1,
                Attr.plain()));
    facts.print(
        "c - x per channel, as linear + binary",
        () ->
            Primitives.eltwise(
                facts.box.scope,
                Propagation.INFERENCE,
                Algorithm.LINEAR,
                IMAGE,
                IMAGE,
                -1,
                0,
                Attr.plain().then(Algorithm.ADD, MemoryDesc.channelsLast(F32, 1, 1, 1, 128))));
    MemoryDesc matrix = MemoryDesc.dense(F32, BATCH, 1000);
    for (MemoryDesc other :
        List.of(
            matrix,
            MemoryDesc.dense(F32, BATCH, 1),
            MemoryDesc.dense(F32, 1, 1000),
            MemoryDesc.dense(F32, 1, 1))) {
      facts.print(
          "MUL [32,1000] src1 " + Arrays.toString(other.dims()),
          () ->
              Primitives.binary(
                  facts.box.scope, Algorithm.MUL, matrix, other, matrix, Attr.plain()));
    }
    for (MemoryDesc other : List.of(IMAGE, MemoryDesc.channelsLast(F32, 1, 1, 1, 128))) {
      facts.print(
          "ADD bf16, src1 " + Arrays.toString(other.dims()),
          () ->
              Primitives.binary(
                  facts.box.scope,
                  Algorithm.ADD,
                  IMAGE.as(BF16),
                  other.as(BF16),
                  IMAGE.as(BF16),
                  Attr.plain()));
    }
    MemoryDesc flags = IMAGE.as(DataType.S8);
    facts.print(
        "GREATER into s8",
        () ->
            Primitives.binary(
                facts.box.scope, Algorithm.GREATER, IMAGE, IMAGE, flags, Attr.plain()));
    facts.print(
        "ADD + relu",
        () ->
            Primitives.binary(
                facts.box.scope, Algorithm.ADD, IMAGE, IMAGE, IMAGE, Attr.plain().thenRelu()));
    facts.print(
        "MUL + sum",
        () ->
            Primitives.binary(
                facts.box.scope, Algorithm.MUL, IMAGE, IMAGE, IMAGE, Attr.plain().thenSum()));
    facts.print(
        "MUL per channel + add per channel",
        () ->
            Primitives.binary(
                facts.box.scope,
                Algorithm.MUL,
                IMAGE,
                MemoryDesc.channelsLast(F32, 1, 1, 1, 128),
                IMAGE,
                Attr.plain().then(Algorithm.ADD, MemoryDesc.channelsLast(F32, 1, 1, 1, 128))));
  }

  @Test
  void softmaxes() {
    for (long[] sizes : new long[][] {{32, 10}, {32, 1000}, {32 * 784, 128}}) {
      MemoryDesc desc = MemoryDesc.dense(F32, sizes);
      for (Algorithm a : List.of(Algorithm.SOFTMAX, Algorithm.LOG_SOFTMAX)) {
        PrimitiveDesc forward =
            facts.print(
                a + " " + Arrays.toString(sizes),
                () ->
                    Primitives.softmax(
                        facts.box.scope, Propagation.TRAINING, a, desc, desc, 1, Attr.plain()));
        facts.print(
            a + " backward",
            () ->
                Primitives.softmaxBackward(
                    facts.box.scope, a, desc, desc, desc, 1, forward, Attr.plain()));
      }
    }
    facts.print(
        "SOFTMAX over C of NHWC",
        () ->
            Primitives.softmax(
                facts.box.scope,
                Propagation.TRAINING,
                Algorithm.SOFTMAX,
                IMAGE,
                IMAGE,
                1,
                Attr.plain()));
  }

  @Test
  void eltwises() {
    for (Algorithm a : Algorithm.values()) {
      if (a.ordinal() > Algorithm.CLIP_V2_BY_OUTPUT.ordinal()) {
        break;
      }
      float alpha = a.name().startsWith("ELU") || a == Algorithm.SOFT_RELU ? 1 : 0.5f;
      for (DataType type :
          a.code() < 0x100 && a != Algorithm.ROUND ? List.of(F32, BF16) : List.of(F32)) {
        MemoryDesc desc = IMAGE.as(type);
        Propagation propagation =
            a == Algorithm.ROUND ? Propagation.INFERENCE : Propagation.TRAINING;
        PrimitiveDesc forward =
            facts.print(
                a + " " + type,
                () ->
                    Primitives.eltwise(
                        facts.box.scope, propagation, a, desc, desc, alpha, 2, Attr.plain()));
        if (a != Algorithm.ROUND) {
          facts.print(
              a + " " + type + " backward",
              () ->
                  Primitives.eltwiseBackward(
                      facts.box.scope, a, desc, desc, desc, alpha, 2, forward, Attr.plain()));
        }
      }
    }
    facts.print(
        "RELU + binary mul",
        () ->
            Primitives.eltwise(
                facts.box.scope,
                Propagation.INFERENCE,
                Algorithm.RELU,
                IMAGE,
                IMAGE,
                0,
                0,
                Attr.plain().then(Algorithm.MUL, IMAGE)));
    facts.print(
        "LINEAR + sum",
        () ->
            Primitives.eltwise(
                facts.box.scope,
                Propagation.INFERENCE,
                Algorithm.LINEAR,
                IMAGE,
                IMAGE,
                2,
                1,
                Attr.plain().thenSum()));
  }

  @Test
  void joinsAndCopies() {
    MemoryDesc part = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 64);
    MemoryDesc whole = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 192);
    facts.print(
        "concat 3 x 64 channels",
        () ->
            Primitives.concat(facts.box.scope, whole, 1, List.of(part, part, part), Attr.plain()));
    MemoryDesc odd = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 33);
    facts.print(
        "concat 33 + 33 channels",
        () ->
            Primitives.concat(
                facts.box.scope,
                MemoryDesc.channelsLast(F32, BATCH, 28, 28, 66),
                1,
                List.of(odd, odd),
                Attr.plain()));
    facts.print(
        "concat bf16",
        () ->
            Primitives.concat(
                facts.box.scope,
                whole.as(BF16),
                1,
                List.of(part.as(BF16), part.as(BF16), part.as(BF16)),
                Attr.plain()));
    MemoryDesc slice = whole.slice(new long[] {BATCH, 64, 28, 28}, new long[] {0, 64, 0, 0});
    reorder("slice of channels to dense", slice, part);
    reorder("dense to slice of channels", part, slice);
    reorder("NHWC copy", IMAGE, IMAGE);
    reorder("NHWC f32 to bf16", IMAGE, IMAGE.as(BF16));
    reorder("NHWC bf16 to f32", IMAGE.as(BF16), IMAGE);
    reorder("NHWC to NCHW", IMAGE, MemoryDesc.dense(F32, BATCH, 128, 28, 28));
    MemoryDesc matrix = MemoryDesc.dense(F32, 2048, 1000);
    reorder("transpose 2048 x 1000", matrix, MemoryDesc.dense(F32, 1000, 2048).transpose(1, 0));
    MemoryDesc kernel = MemoryDesc.kernel(F32, 1, 3, 3, 128, 128);
    MemoryDesc blocked =
        Products.convolution(
                facts.box.scope,
                Propagation.TRAINING,
                IMAGE,
                kernel.toAny(),
                null,
                IMAGE,
                Window.of(3, 3).padding(1),
                Attr.plain())
            .weights();
    reorder("HWIO to " + blocked, kernel, blocked);
    reorder(blocked + " to HWIO", blocked, kernel);
    reorder("HWIO to bf16", kernel, kernel.as(BF16));
  }

  private void reorder(String name, MemoryDesc src, MemoryDesc dst) {
    facts.print(name, () -> Primitives.reorder(facts.box.scope, src, dst, Attr.plain()));
  }

  @Test
  void overheadOfOneCall() {
    for (int size : List.of(1, 64, 1024, 16384)) {
      MemoryDesc row = MemoryDesc.dense(F32, 1, size);
      facts.print(
          "relu of " + size,
          () ->
              Primitives.eltwise(
                  facts.box.scope,
                  Propagation.INFERENCE,
                  Algorithm.RELU,
                  row,
                  row,
                  0,
                  0,
                  Attr.plain()));
      facts.print(
          "add of " + size,
          () -> Primitives.binary(facts.box.scope, Algorithm.ADD, row, row, row, Attr.plain()));
      facts.print(
          "copy of " + size, () -> Primitives.reorder(facts.box.scope, row, row, Attr.plain()));
    }
  }
}
