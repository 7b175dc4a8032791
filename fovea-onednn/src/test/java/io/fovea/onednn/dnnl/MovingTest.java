// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.Closeness.assertClose;
import static io.fovea.onednn.dnnl.DataType.BF16;
import static io.fovea.onednn.dnnl.DataType.F32;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Copies, joins, reductions, and functions of several tensors.
@Tag("native")
@Tag("isa")
class MovingTest {
  @AutoClose private final Sandbox box = new Sandbox(23);

  @Test
  void aKernelComesBackFromTheLayoutThatTheConvolutionChose() {
    MemoryDesc kernel = MemoryDesc.kernel(F32, 1, 3, 3, 33, 47);
    MemoryDesc src = MemoryDesc.channelsLast(F32, 1, 8, 8, 33);
    MemoryDesc dst = MemoryDesc.channelsLast(F32, 1, 8, 8, 47);
    MemoryDesc chosen =
        Products.convolution(
                box.scope,
                Propagation.INFERENCE,
                src,
                kernel.toAny(),
                null,
                dst,
                Window.of(3, 3).padding(1),
                Attr.plain())
            .weights();
    Memory k = box.random(kernel);
    Memory blocked = box.reorder(k, chosen);
    assertThat(Sandbox.read(box.reorder(blocked, kernel))).isEqualTo(Sandbox.read(k));
  }

  @Test
  void reorderTransposes() {
    MemoryDesc rows = MemoryDesc.dense(F32, 5, 7);
    Memory a = box.random(rows);
    Memory b = box.reorder(a, MemoryDesc.dense(F32, 7, 5).transpose(1, 0));
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 7; j++) {
        assertThat(Sandbox.read(b)[j * 5 + i]).isEqualTo(Sandbox.read(a)[i * 7 + j]);
      }
    }
  }

  @Test
  void reorderRoundsToBfloat16AndBack() {
    MemoryDesc row = MemoryDesc.dense(F32, 1, 4);
    Memory a = box.tensor(row, 1.00390625f, 1.01f, -3.14159f, 1e30f);
    Memory half = box.reorder(a, row.as(BF16));
    assertThat(half.data().getAtIndex(ValueLayout.JAVA_SHORT, 0)).isEqualTo((short) 0x3f80);
    for (int i = 0; i < 4; i++) {
      float exact = Sandbox.read(a)[i];
      assertThat(Sandbox.read(box.reorder(half, row))[i] / exact).isBetween(0.996f, 1.004f);
    }
  }

  @Test
  void concatJoinsChannels() {
    MemoryDesc three = MemoryDesc.channelsLast(F32, 2, 2, 2, 3);
    MemoryDesc five = MemoryDesc.channelsLast(F32, 2, 2, 2, 5);
    MemoryDesc eight = MemoryDesc.channelsLast(F32, 2, 2, 2, 8);
    Memory a = box.random(three);
    Memory b = box.random(five);
    Memory y = box.zeros(eight);
    PrimitiveDesc desc = Primitives.concat(box.scope, eight, 1, List.of(three, five), Attr.plain());
    box.run(desc, Arg.source(0, a), Arg.source(1, b), Arg.dst(y));
    float[] ys = Sandbox.read(y);
    for (int i = 0; i < ys.length; i++) {
      int c = i % 8;
      float expected = c < 3 ? Sandbox.read(a)[i / 8 * 3 + c] : Sandbox.read(b)[i / 8 * 5 + c - 3];
      assertThat(ys[i]).isEqualTo(expected);
    }
  }

  @Test
  void aSliceIsWrittenInPlaceOfItsWhole() {
    MemoryDesc whole = MemoryDesc.channelsLast(F32, 2, 2, 2, 8);
    MemoryDesc part = whole.slice(new long[] {2, 3, 2, 2}, new long[] {0, 5, 0, 0});
    MemoryDesc three = MemoryDesc.channelsLast(F32, 2, 2, 2, 3);
    Memory y = box.zeros(whole);
    Memory a = box.random(three);
    Memory window = Memory.of(box.scope, part, y.data()); // the address of the whole
    box.run(Primitives.reorder(box.scope, three, part, Attr.plain()), Arg.src(a), Arg.dst(window));
    float[] ys = Sandbox.read(y);
    for (int i = 0; i < ys.length; i++) {
      float expected = i % 8 < 5 ? 0 : Sandbox.read(a)[i / 8 * 3 + i % 8 - 5];
      assertThat(ys[i]).isEqualTo(expected);
    }
  }

  @Test
  void reductionsOverPixelsImagesAndChannels() {
    MemoryDesc src = MemoryDesc.channelsLast(F32, 3, 4, 5, 6);
    Memory x = box.random(src);
    float[] xs = Sandbox.read(x);
    double[] pixels = new double[3 * 6];
    double[] images = new double[4 * 5 * 6];
    double[] channels = new double[3 * 4 * 5];
    for (int i = 0; i < xs.length; i++) {
      pixels[i / 120 * 6 + i % 6] += xs[i] / 20.0;
      images[i % 120] += xs[i];
      channels[i / 6] = i % 6 == 0 ? xs[i] : Math.max(channels[i / 6], xs[i]);
    }
    assertClose(
        reduce(Algorithm.REDUCE_MEAN, x, MemoryDesc.channelsLast(F32, 3, 1, 1, 6)), pixels, 20);
    assertClose(
        reduce(Algorithm.REDUCE_SUM, x, MemoryDesc.channelsLast(F32, 1, 4, 5, 6)), images, 3);
    assertClose(
        reduce(Algorithm.REDUCE_MAX, x, MemoryDesc.channelsLast(F32, 3, 4, 5, 1)), channels, 1);
  }

  private float[] reduce(Algorithm algorithm, Memory x, MemoryDesc dst) {
    Memory y = box.zeros(dst);
    box.run(
        Primitives.reduction(box.scope, algorithm, x.desc(), dst, Attr.plain()),
        Arg.src(x),
        Arg.dst(y));
    return Sandbox.read(y);
  }

  @ParameterizedTest
  @CsvSource({"2,1", "1,6", "2,6", "1,1"})
  void theSecondOperandIsRepeatedOverItsAxesOfSizeOne(int images, int channels) {
    MemoryDesc src = MemoryDesc.channelsLast(F32, 2, 3, 3, 6);
    MemoryDesc other = MemoryDesc.channelsLast(F32, images, 1, 1, channels);
    Memory a = box.random(src);
    Memory b = box.random(other);
    Memory y = box.zeros(src);
    box.run(
        Primitives.binary(box.scope, Algorithm.MUL, src, other, src, Attr.plain()),
        Arg.src(a),
        Arg.src1(b),
        Arg.dst(y));
    double[] expected = new double[108];
    for (int i = 0; i < expected.length; i++) {
      int n = images == 1 ? 0 : i / 54;
      int c = channels == 1 ? 0 : i % 6;
      expected[i] = (double) Sandbox.read(a)[i] * Sandbox.read(b)[n * channels + c];
    }
    assertClose(Sandbox.read(y), expected, 1);
  }

  @Test
  void comparisonsGiveOneOrZeroAndSelectChooses() {
    MemoryDesc row = MemoryDesc.dense(F32, 1, 4);
    MemoryDesc flags = MemoryDesc.dense(DataType.S8, 1, 4);
    Memory a = box.tensor(row, 1, 2, 3, 4);
    Memory b = box.tensor(row, 4, 2, 2, 9);
    Memory bits = box.zeros(flags);
    box.run(
        Primitives.binary(box.scope, Algorithm.GREATER_EQUAL, row, row, flags, Attr.plain()),
        Arg.src(a),
        Arg.src1(b),
        Arg.dst(bits));
    assertThat(bits.data().asSlice(0, 4).toArray(ValueLayout.JAVA_BYTE))
        .containsExactly(0, 1, 1, 0);
  }

  @Test
  void resamplingRepeatsOrInterpolatesAndSumsBackward() {
    MemoryDesc small = MemoryDesc.channelsLast(F32, 1, 1, 2, 1);
    MemoryDesc large = MemoryDesc.channelsLast(F32, 1, 2, 4, 1);
    Memory x = box.tensor(small, 1, 3);
    Memory y = box.zeros(large);
    PrimitiveDesc nearest =
        Primitives.resampling(
            box.scope, Propagation.TRAINING, Algorithm.NEAREST, small, large, Attr.plain());
    box.run(nearest, Arg.src(x), Arg.dst(y));
    assertThat(Sandbox.read(y)).containsExactly(1, 1, 3, 3, 1, 1, 3, 3);
    PrimitiveDesc linear =
        Primitives.resampling(
            box.scope, Propagation.TRAINING, Algorithm.BILINEAR, small, large, Attr.plain());
    box.run(linear, Arg.src(x), Arg.dst(y));
    assertThat(Sandbox.read(y)).containsExactly(1, 1.5f, 2.5f, 3, 1, 1.5f, 2.5f, 3);
    Memory dx = box.zeros(small);
    box.run(
        Primitives.resamplingBackward(
            box.scope, Algorithm.NEAREST, small, large, nearest, Attr.plain()),
        Arg.diffDst(box.tensor(large, 1, 2, 3, 4, 5, 6, 7, 8)),
        Arg.diffSrc(dx));
    assertThat(Sandbox.read(dx)).containsExactly(14, 22);
  }
}
