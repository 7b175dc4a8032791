// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.DataType.BF16;
import static io.fovea.onednn.dnnl.DataType.F32;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// Prints which code the library chooses, and how long it takes: the source of the table in the
/// package description. One thread, unless `-Dfovea.threads=` says otherwise; about a minute. Run with
/// `mvn -pl fovea-onednn -am test -Dfovea.test.exclude= -Dtest=FactsBench`.
@Tag("bench")
class FactsBench {
  private static final int BATCH = 32;

  /// A layer in the middle of ResNet-50.
  private static final MemoryDesc IMAGE = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 128);

  @AutoClose private final Sandbox box = new Sandbox(1);

  @BeforeEach
  void title(TestInfo info) {
    OpenMp.threads(Integer.getInteger("fovea.threads", 1));
    System.out.printf(
        "%n== %s (oneDNN %s, %s, %d threads)%n",
        info.getTestMethod().orElseThrow().getName(),
        Natives.availability().version(),
        Library.instructionSet(),
        OpenMp.threads());
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
        print(
            algorithm + " src1 " + Arrays.toString(other.dims()),
            () -> Primitives.binary(box.scope, algorithm, IMAGE, other, IMAGE, Attr.plain()));
      }
    }
    for (MemoryDesc other : others.subList(1, others.size())) {
      print(
          "SUB src0 " + Arrays.toString(other.dims()),
          () -> Primitives.binary(box.scope, Algorithm.SUB, other, IMAGE, IMAGE, Attr.plain()));
    }
    MemoryDesc rows = MemoryDesc.dense(F32, BATCH, 100352);
    print(
        "MUL by one number per image, images seen as rows",
        () ->
            Primitives.binary(
                box.scope,
                Algorithm.MUL,
                rows,
                MemoryDesc.dense(F32, BATCH, 1),
                rows,
                Attr.plain()));
    MemoryDesc pixelRows = MemoryDesc.dense(F32, BATCH * 784, 128);
    print(
        "SUB src0 [1, 128], pixels seen as rows",
        () ->
            Primitives.binary(
                box.scope,
                Algorithm.SUB,
                MemoryDesc.dense(F32, 1, 128),
                pixelRows,
                pixelRows,
                Attr.plain()));
    print(
        "1 - x, as linear",
        () ->
            Primitives.eltwise(
                box.scope,
                Propagation.INFERENCE,
                Algorithm.LINEAR,
                IMAGE,
                IMAGE,
                -1,
                1,
                Attr.plain()));
    print(
        "c - x per channel, as linear + binary",
        () ->
            Primitives.eltwise(
                box.scope,
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
      print(
          "MUL [32,1000] src1 " + Arrays.toString(other.dims()),
          () -> Primitives.binary(box.scope, Algorithm.MUL, matrix, other, matrix, Attr.plain()));
    }
    for (MemoryDesc other : List.of(IMAGE, MemoryDesc.channelsLast(F32, 1, 1, 1, 128))) {
      print(
          "ADD bf16, src1 " + Arrays.toString(other.dims()),
          () ->
              Primitives.binary(
                  box.scope,
                  Algorithm.ADD,
                  IMAGE.as(BF16),
                  other.as(BF16),
                  IMAGE.as(BF16),
                  Attr.plain()));
    }
    MemoryDesc flags = IMAGE.as(DataType.S8);
    print(
        "GREATER into s8",
        () -> Primitives.binary(box.scope, Algorithm.GREATER, IMAGE, IMAGE, flags, Attr.plain()));
    print(
        "ADD + relu",
        () ->
            Primitives.binary(
                box.scope, Algorithm.ADD, IMAGE, IMAGE, IMAGE, Attr.plain().thenRelu()));
    print(
        "MUL + sum",
        () ->
            Primitives.binary(
                box.scope, Algorithm.MUL, IMAGE, IMAGE, IMAGE, Attr.plain().thenSum()));
    print(
        "MUL per channel + add per channel",
        () ->
            Primitives.binary(
                box.scope,
                Algorithm.MUL,
                IMAGE,
                MemoryDesc.channelsLast(F32, 1, 1, 1, 128),
                IMAGE,
                Attr.plain().then(Algorithm.ADD, MemoryDesc.channelsLast(F32, 1, 1, 1, 128))));
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
    print(
        "sum over rows as ones x matrix",
        () ->
            Products.matmul(
                box.scope, ones, matrix, null, MemoryDesc.dense(F32, 1, 128), Attr.plain()));
    MemoryDesc images = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 128).transpose(0, 2, 3, 1);
    MemoryDesc pixels = images.reshape(BATCH, 784, 128);
    MemoryDesc ones3 = MemoryDesc.dense(F32, BATCH, 1, 784);
    print(
        "sum over pixels as batched ones x matrix",
        () ->
            Products.matmul(
                box.scope,
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
    print(
        "sum over images as ones x matrix",
        () ->
            Products.matmul(
                box.scope,
                MemoryDesc.dense(F32, 1, BATCH),
                MemoryDesc.dense(F32, BATCH, 100352),
                null,
                MemoryDesc.dense(F32, 1, 100352),
                Attr.plain()));
    print(
        "sum over channels as matrix x ones",
        () ->
            Products.matmul(
                box.scope,
                pixels.reshape(BATCH * 784, 128),
                MemoryDesc.dense(F32, 128, 1),
                null,
                MemoryDesc.dense(F32, BATCH * 784, 1),
                Attr.plain()));
    MemoryDesc small2 = MemoryDesc.dense(F32, BATCH, 120);
    print(
        "sum of [32, 120] over rows as ones x matrix",
        () ->
            Products.matmul(
                box.scope,
                MemoryDesc.dense(F32, 1, BATCH),
                small2,
                null,
                MemoryDesc.dense(F32, 1, 120),
                Attr.plain()));
    reduction(Algorithm.REDUCE_SUM, small2, MemoryDesc.dense(F32, 1, 120));
    pooling("mean over pixels as pooling", Algorithm.AVG_POOL, IMAGE, Window.of(28, 28));
  }

  private void reduction(Algorithm algorithm, MemoryDesc src, MemoryDesc dst) {
    print(
        algorithm + " " + Arrays.toString(src.dims()) + " to " + Arrays.toString(dst.dims()),
        () -> Primitives.reduction(box.scope, algorithm, src, dst, Attr.plain()));
  }

  @Test
  void softmaxes() {
    for (long[] sizes : new long[][] {{32, 10}, {32, 1000}, {32 * 784, 128}}) {
      MemoryDesc desc = MemoryDesc.dense(F32, sizes);
      for (Algorithm a : List.of(Algorithm.SOFTMAX, Algorithm.LOG_SOFTMAX)) {
        PrimitiveDesc forward =
            print(
                a + " " + Arrays.toString(sizes),
                () ->
                    Primitives.softmax(
                        box.scope, Propagation.TRAINING, a, desc, desc, 1, Attr.plain()));
        print(
            a + " backward",
            () ->
                Primitives.softmaxBackward(
                    box.scope, a, desc, desc, desc, 1, forward, Attr.plain()));
      }
    }
    print(
        "SOFTMAX over C of NHWC",
        () ->
            Primitives.softmax(
                box.scope, Propagation.TRAINING, Algorithm.SOFTMAX, IMAGE, IMAGE, 1, Attr.plain()));
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
            print(
                a + " " + type,
                () ->
                    Primitives.eltwise(
                        box.scope, propagation, a, desc, desc, alpha, 2, Attr.plain()));
        if (a != Algorithm.ROUND) {
          print(
              a + " " + type + " backward",
              () ->
                  Primitives.eltwiseBackward(
                      box.scope, a, desc, desc, desc, alpha, 2, forward, Attr.plain()));
        }
      }
    }
    print(
        "RELU + binary mul",
        () ->
            Primitives.eltwise(
                box.scope,
                Propagation.INFERENCE,
                Algorithm.RELU,
                IMAGE,
                IMAGE,
                0,
                0,
                Attr.plain().then(Algorithm.MUL, IMAGE)));
    print(
        "LINEAR + sum",
        () ->
            Primitives.eltwise(
                box.scope,
                Propagation.INFERENCE,
                Algorithm.LINEAR,
                IMAGE,
                IMAGE,
                2,
                1,
                Attr.plain().thenSum()));
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
        print(
            algorithm + " " + name,
            () ->
                Primitives.pooling(
                    box.scope, Propagation.TRAINING, algorithm, src, dst, window, Attr.plain()));
    forward.workspace().ifPresent(w -> System.out.println("      workspace " + w));
    print(
        algorithm + " " + name + " backward",
        () ->
            Primitives.poolingBackward(
                box.scope, algorithm, src, dst, window, forward, Attr.plain()));
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
            print(
                "batch norm backward " + desc + " " + options,
                () ->
                    Primitives.batchNormBackward(
                        box.scope, desc, desc, desc, 1e-3f, options, forward, Attr.plain()));
          }
        }
        batchNorm("inference", Propagation.INFERENCE, desc, frozen, Attr.plain());
        batchNorm("inference + relu", Propagation.INFERENCE, desc, frozen, Attr.plain().thenRelu());
      }
    }
  }

  private PrimitiveDesc batchNorm(
      String name, Propagation propagation, MemoryDesc desc, Set<NormOption> options, Attr attr) {
    return print(
        "batch norm " + name + " " + desc + " " + options,
        () -> Primitives.batchNorm(box.scope, propagation, desc, desc, 1e-3f, options, attr));
  }

  @Test
  void resampling() {
    MemoryDesc large = MemoryDesc.channelsLast(F32, BATCH, 56, 56, 128);
    for (Algorithm a : List.of(Algorithm.NEAREST, Algorithm.BILINEAR)) {
      PrimitiveDesc forward =
          print(
              a + " x2 at 28, 128 channels",
              () ->
                  Primitives.resampling(
                      box.scope, Propagation.TRAINING, a, IMAGE, large, Attr.plain()));
      print(
          a + " backward",
          () -> Primitives.resamplingBackward(box.scope, a, IMAGE, large, forward, Attr.plain()));
    }
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
        print(name, () -> Products.matmul(box.scope, src, weights, bias, dst, Attr.plain()));
    if (weights.isAny()) {
      System.out.println("      weights " + desc.weights());
    }
  }

  @Test
  void joinsAndCopies() {
    MemoryDesc part = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 64);
    MemoryDesc whole = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 192);
    print(
        "concat 3 x 64 channels",
        () -> Primitives.concat(box.scope, whole, 1, List.of(part, part, part), Attr.plain()));
    MemoryDesc odd = MemoryDesc.channelsLast(F32, BATCH, 28, 28, 33);
    print(
        "concat 33 + 33 channels",
        () ->
            Primitives.concat(
                box.scope,
                MemoryDesc.channelsLast(F32, BATCH, 28, 28, 66),
                1,
                List.of(odd, odd),
                Attr.plain()));
    print(
        "concat bf16",
        () ->
            Primitives.concat(
                box.scope,
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
                box.scope,
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
    print(name, () -> Primitives.reorder(box.scope, src, dst, Attr.plain()));
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
        print(
            name + " forward",
            () ->
                Products.convolution(
                    box.scope,
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
    print(
        name + " backward data",
        () ->
            Products.convolutionBackwardData(
                box.scope, src, weights, dst, row.window(), forward, Attr.plain()));
    print(
        name + " backward weights",
        () ->
            Products.convolutionBackwardWeights(
                box.scope, src, gradient, bias, dst, row.window(), forward, Attr.plain()));
  }

  @Test
  void overheadOfOneCall() {
    for (int size : List.of(1, 64, 1024, 16384)) {
      MemoryDesc row = MemoryDesc.dense(F32, 1, size);
      print(
          "relu of " + size,
          () ->
              Primitives.eltwise(
                  box.scope, Propagation.INFERENCE, Algorithm.RELU, row, row, 0, 0, Attr.plain()));
      print(
          "add of " + size,
          () -> Primitives.binary(box.scope, Algorithm.ADD, row, row, row, Attr.plain()));
      print("copy of " + size, () -> Primitives.reorder(box.scope, row, row, Attr.plain()));
    }
  }

  /// Prints implementation and time of one primitive, all its arguments allocated.
  private PrimitiveDesc print(String name, Supplier<PrimitiveDesc> factory) {
    PrimitiveDesc desc = Primitives.ifImplemented(factory).orElse(null);
    if (desc == null) {
      System.out.printf("%-72s not implemented%n", name);
      return null;
    }
    long created = System.nanoTime();
    Primitive primitive = Primitive.of(desc);
    created = System.nanoTime() - created;
    try (DnnlScope scope = DnnlScope.open("measurement")) {
      PrimitiveCall call = primitive.on(arguments(scope, desc));
      System.out.printf(
          Locale.ROOT,
          "%-72s %-44s %10.4f ms  (created in %.1f ms)%n",
          name,
          desc.implementation(),
          time(call) / 1e6,
          created / 1e6);
    }
    primitive.close();
    return desc;
  }

  /// Every argument that the primitive knows, filled with zeros.
  private static Arg[] arguments(DnnlScope scope, PrimitiveDesc desc) {
    List<Arg> args = new ArrayList<>();
    List<Integer> ids = new ArrayList<>();
    for (int id = 1; id <= 256; id++) {
      ids.add(id);
    }
    for (int i = 0; i < 8; i++) {
      ids.add(Arg.MULTIPLE_SRC + i);
      ids.add(32768 * (i + 1) + Arg.SRC_1);
    }
    for (int id : ids) {
      desc.argument(id)
          .ifPresent(expected -> args.add(new Arg(id, Memory.allocate(scope, expected))));
    }
    return args.toArray(Arg[]::new);
  }

  /// Nanoseconds of one run: the best of many short rounds, which other programs rarely disturb.
  private double time(PrimitiveCall call) {
    int runs = 1;
    double best = Double.MAX_VALUE;
    long start = System.nanoTime();
    for (int round = 0; round < 3 || System.nanoTime() - start < 30_000_000; round++) {
      long begin = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        call.run(box.stream);
      }
      long passed = System.nanoTime() - begin;
      best = Math.min(best, passed / (double) runs);
      if (passed < 10_000) {
        runs *= 2;
      }
    }
    return best;
  }
}
