// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.Closeness.assertClose;
import static io.fovea.onednn.dnnl.DataType.F32;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Convolutions on NHWC activations and HWIO weights against plain loops.
@Tag("native")
@Tag("isa")
class ConvolutionTest {
  @AutoClose private final Sandbox box = new Sandbox(7);

  /// One convolution; `top`, `left`, `bottom`, `right` are padding in pixels.
  record Case(
      String name,
      int n,
      int h,
      int w,
      int in,
      int out,
      int kh,
      int kw,
      int stride,
      int dilation,
      int groups,
      int top,
      int left,
      int bottom,
      int right) {
    Window window() {
      return Window.of(kh, kw)
          .stride(stride)
          .dilation(dilation)
          .padLow(top, left)
          .padHigh(bottom, right);
    }

    int oh() {
      return Math.toIntExact(window().output(0, h));
    }

    int ow() {
      return Math.toIntExact(window().output(1, w));
    }

    MemoryDesc src() {
      return MemoryDesc.channelsLast(F32, n, h, w, in);
    }

    MemoryDesc dst() {
      return MemoryDesc.channelsLast(F32, n, oh(), ow(), out);
    }

    MemoryDesc kernel() {
      return MemoryDesc.kernel(F32, groups, kh, kw, in / groups, out);
    }

    MemoryDesc bias() {
      return MemoryDesc.dense(F32, out);
    }

    long terms() {
      return (long) kh * kw * in / groups;
    }

    /// Calls `tap` for every product of the convolution, with offsets into the stored arrays.
    void forEach(Tap tap) {
      int inGroup = in / groups;
      int outGroup = out / groups;
      for (int b = 0; b < n; b++) {
        for (int y = 0; y < oh(); y++) {
          for (int x = 0; x < ow(); x++) {
            for (int o = 0; o < out; o++) {
              for (int i = 0; i < kh; i++) {
                for (int j = 0; j < kw; j++) {
                  int sy = y * stride - top + i * dilation;
                  int sx = x * stride - left + j * dilation;
                  if (sy < 0 || sy >= h || sx < 0 || sx >= w) {
                    continue;
                  }
                  for (int c = 0; c < inGroup; c++) {
                    int channel = o / outGroup * inGroup + c;
                    tap.accept(
                        ((b * h + sy) * w + sx) * in + channel,
                        ((i * kw + j) * inGroup + c) * out + o,
                        ((b * oh() + y) * ow() + x) * out + o);
                  }
                }
              }
            }
          }
        }
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  interface Tap {
    void accept(int src, int weight, int dst);
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("one pixel", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0),
        new Case("3x3 same", 2, 9, 7, 5, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1),
        new Case("3x3 wide", 2, 8, 8, 32, 48, 3, 3, 1, 1, 1, 1, 1, 1, 1),
        new Case("1x1", 3, 7, 5, 17, 31, 1, 1, 1, 1, 1, 0, 0, 0, 0),
        new Case("1x1 strided", 2, 8, 8, 64, 128, 1, 1, 2, 1, 1, 0, 0, 0, 0),
        new Case("3x3 strided", 2, 9, 8, 16, 32, 3, 3, 2, 1, 1, 1, 1, 1, 1),
        new Case("same at stride 2", 2, 8, 8, 3, 16, 3, 3, 2, 1, 1, 0, 0, 1, 1),
        new Case("7x7 at stride 2", 1, 17, 15, 3, 64, 7, 7, 2, 1, 1, 3, 3, 3, 3),
        new Case("dilated", 2, 11, 9, 8, 16, 3, 3, 1, 2, 1, 2, 2, 2, 2),
        new Case("grouped", 2, 6, 6, 12, 18, 3, 3, 1, 1, 3, 1, 1, 1, 1),
        new Case("grouped by 32", 1, 6, 6, 64, 64, 3, 3, 1, 1, 32, 1, 1, 1, 1),
        new Case("depthwise", 2, 8, 9, 33, 33, 3, 3, 1, 1, 33, 1, 1, 1, 1),
        new Case("depthwise, multiplier 2", 2, 8, 9, 16, 32, 5, 5, 2, 1, 16, 2, 2, 2, 2),
        new Case("kernel larger than image", 1, 2, 3, 4, 4, 5, 5, 1, 1, 1, 2, 2, 2, 2),
        new Case("stride larger than kernel", 2, 9, 9, 15, 17, 2, 2, 3, 1, 1, 0, 0, 0, 0),
        new Case("border not reached", 1, 8, 8, 4, 4, 3, 3, 2, 1, 1, 0, 0, 0, 0),
        new Case("uneven padding", 2, 7, 7, 8, 8, 4, 2, 1, 1, 1, 2, 0, 1, 1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void forwardIsTheSumOfProducts(Case c) {
    Memory x = box.random(c.src());
    Memory k = box.random(c.kernel());
    Memory b = box.random(c.bias());
    PrimitiveDesc forward = forward(c);
    Memory y = box.zeros(c.dst());
    box.run(
        forward,
        Arg.src(x),
        Arg.weights(box.reorder(k, forward.weights())),
        Arg.bias(b),
        Arg.dst(y));

    float[] xs = Sandbox.read(x);
    float[] ks = Sandbox.read(k);
    float[] bs = Sandbox.read(b);
    double[] expected = new double[c.n * c.oh() * c.ow() * c.out];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = bs[i % c.out];
    }
    c.forEach((src, weight, dst) -> expected[dst] += (double) xs[src] * ks[weight]);
    assertClose(Sandbox.read(y), expected, c.terms());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backwardDataIsTheTransposedSum(Case c) {
    Memory k = box.random(c.kernel());
    Memory dy = box.random(c.dst());
    PrimitiveDesc backward =
        Products.convolutionBackwardData(
            box.scope, c.src(), c.kernel().toAny(), c.dst(), c.window(), forward(c), Attr.plain());
    Memory dx = box.zeros(c.src());
    box.run(
        backward,
        Arg.diffDst(dy),
        Arg.weights(box.reorder(k, backward.weights())),
        Arg.diffSrc(dx));

    float[] ks = Sandbox.read(k);
    float[] dys = Sandbox.read(dy);
    double[] expected = new double[c.n * c.h * c.w * c.in];
    c.forEach((src, weight, dst) -> expected[src] += (double) dys[dst] * ks[weight]);
    assertClose(Sandbox.read(dx), expected, (long) c.kh * c.kw * c.out / c.groups);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backwardWeightsSumsOverImagesAndPixels(Case c) {
    Memory x = box.random(c.src());
    Memory dy = box.random(c.dst());
    PrimitiveDesc backward =
        Products.convolutionBackwardWeights(
            box.scope,
            c.src(),
            c.kernel().toAny(),
            c.bias(),
            c.dst(),
            c.window(),
            forward(c),
            Attr.plain());
    Memory dk = box.zeros(backward.diffWeights());
    Memory db = box.zeros(c.bias());
    box.run(backward, Arg.src(x), Arg.diffDst(dy), Arg.diffWeights(dk), Arg.diffBias(db));

    float[] xs = Sandbox.read(x);
    float[] dys = Sandbox.read(dy);
    double[] expected = new double[c.kh * c.kw * c.in / c.groups * c.out];
    c.forEach((src, weight, dst) -> expected[weight] += (double) dys[dst] * xs[src]);
    long pixels = (long) c.n * c.oh() * c.ow();
    assertClose(Sandbox.read(box.reorder(dk, c.kernel())), expected, pixels);
    double[] expectedBias = new double[c.out];
    for (int i = 0; i < dys.length; i++) {
      expectedBias[i % c.out] += dys[i];
    }
    assertClose(Sandbox.read(db), expectedBias, pixels);
  }

  private PrimitiveDesc forward(Case c) {
    return Products.convolution(
        box.scope,
        Propagation.TRAINING,
        c.src(),
        c.kernel().toAny(),
        c.bias(),
        c.dst(),
        c.window(),
        Attr.plain());
  }
}
