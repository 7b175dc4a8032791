// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.Closeness.assertClose;
import static io.fovea.onednn.dnnl.DataType.F32;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a primitive does to its result before writing it.
@Tag("native")
@Tag("isa")
class PostOpsTest {
  private static final MemoryDesc SRC = MemoryDesc.channelsLast(F32, 2, 5, 6, 16);
  private static final MemoryDesc KERNEL = MemoryDesc.kernel(F32, 1, 3, 3, 16, 32);
  private static final MemoryDesc DST = MemoryDesc.channelsLast(F32, 2, 5, 6, 32);
  private static final MemoryDesc BIAS = MemoryDesc.dense(F32, 32);

  @AutoClose private final Sandbox box = new Sandbox(3);

  private final Memory x = box.random(SRC);
  private final Memory k = box.random(KERNEL);
  private final Memory b = box.random(BIAS);

  /// Convolution, bias and `attr` into `dst`.
  private void convolve(Attr attr, Memory dst, Arg... more) {
    PrimitiveDesc desc =
        Products.convolution(
            box.scope,
            Propagation.INFERENCE,
            SRC,
            KERNEL.toAny(),
            BIAS,
            DST,
            Window.of(3, 3).padding(1),
            attr);
    Arg[] args = new Arg[4 + more.length];
    args[0] = Arg.src(x);
    args[1] = Arg.weights(box.reorder(k, desc.weights()));
    args[2] = Arg.bias(b);
    args[3] = Arg.dst(dst);
    System.arraycopy(more, 0, args, 4, more.length);
    box.run(desc, args);
  }

  private float[] plain() {
    Memory y = box.zeros(DST);
    convolve(Attr.plain(), y);
    return Sandbox.read(y);
  }

  @Test
  void reluFollowsTheBias() {
    Memory y = box.zeros(DST);
    convolve(Attr.plain().thenRelu(), y);
    double[] expected = doubles(plain());
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i]);
    }
    assertClose(Sandbox.read(y), expected, 1);
  }

  @Test
  void sumAddsWhatTheDestinationHeldBeforeTheRelu() {
    Memory y = box.random(DST);
    float[] before = Sandbox.read(y);
    convolve(Attr.plain().thenSum().thenRelu(), y);
    double[] expected = doubles(plain());
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i] + before[i]);
    }
    assertClose(Sandbox.read(y), expected, 1);
  }

  @Test
  void binaryAddsATensorOfTheSameSize() {
    Memory other = box.random(DST);
    Memory y = box.zeros(DST);
    convolve(Attr.plain().then(Algorithm.ADD, DST), y, Arg.postOp(0, other));
    double[] expected = doubles(plain());
    float[] added = Sandbox.read(other);
    for (int i = 0; i < expected.length; i++) {
      expected[i] += added[i];
    }
    assertClose(Sandbox.read(y), expected, 1);
  }

  @Test
  void binaryScalesAndShiftsEachChannelAsBatchNormalizationDoes() {
    MemoryDesc perChannel = MemoryDesc.channelsLast(F32, 1, 1, 1, 32);
    Memory scale = box.random(perChannel);
    Memory shift = box.random(perChannel);
    Memory y = box.zeros(DST);
    convolve(
        Attr.plain()
            .then(Algorithm.MUL, perChannel)
            .then(Algorithm.ADD, perChannel)
            .then(Algorithm.SWISH, 1, 0),
        y,
        Arg.postOp(0, scale),
        Arg.postOp(1, shift));
    double[] expected = doubles(plain());
    float[] scales = Sandbox.read(scale);
    float[] shifts = Sandbox.read(shift);
    for (int i = 0; i < expected.length; i++) {
      double z = expected[i] * scales[i % 32] + shifts[i % 32];
      expected[i] = z / (1 + Math.exp(-z));
    }
    assertClose(Sandbox.read(y), expected, 4);
  }

  @Test
  void aTensorForAPostOpThatTakesNoneIsAnError() {
    Memory y = box.zeros(DST);
    assertThatThrownBy(() -> convolve(Attr.plain().thenRelu(), y, Arg.postOp(0, y)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no binary post-operation at index 0, got a tensor for it.");
  }

  @Test
  void int8ScalesMultiplySourceAndWeights() {
    MemoryDesc a = MemoryDesc.dense(DataType.U8, 1, 4);
    MemoryDesc w = MemoryDesc.dense(DataType.S8, 4, 2);
    MemoryDesc c = MemoryDesc.dense(F32, 1, 2);
    PrimitiveDesc desc =
        Products.matmul(
            box.scope, a, w, null, c, Attr.plain().scale(Arg.SRC, 0).scale(Arg.WEIGHTS, 2));
    Memory am = box.zeros(a);
    Memory wm = box.zeros(w);
    for (int i = 0; i < 4; i++) {
      am.data().set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) (200 + i));
      wm.data().set(java.lang.foreign.ValueLayout.JAVA_BYTE, 2 * i, (byte) (i - 2));
      wm.data().set(java.lang.foreign.ValueLayout.JAVA_BYTE, 2 * i + 1, (byte) 3);
    }
    Memory y = box.zeros(c);
    box.run(
        desc,
        Arg.src(am),
        Arg.weights(wm),
        Arg.dst(y),
        Arg.scalesOf(Arg.SRC, box.tensor(MemoryDesc.dense(F32, 1), 0.5f)),
        Arg.scalesOf(Arg.WEIGHTS, box.tensor(MemoryDesc.dense(F32, 2), 0.25f, 2f)));
    double first = (200 * -2 + 201 * -1 + 202 * 0 + 203 * 1) * 0.5 * 0.25;
    double second = (200 + 201 + 202 + 203) * 3 * 0.5 * 2;
    assertClose(Sandbox.read(y), new double[] {first, second}, 4);
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
