// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.Closeness.assertClose;
import static io.fovea.onednn.dnnl.DataType.F32;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pooling on NHWC images against plain loops, forward and backward.
@Tag("native")
@Tag("isa")
class PoolingTest {
  @AutoClose private final Sandbox box = new Sandbox(11);

  record Case(String name, int n, int h, int w, int c, Window window) {
    MemoryDesc src() {
      return MemoryDesc.channelsLast(F32, n, h, w, c);
    }

    MemoryDesc dst() {
      return MemoryDesc.channelsLast(F32, n, oh(), ow(), c);
    }

    int oh() {
      return Math.toIntExact(window.output(0, h));
    }

    int ow() {
      return Math.toIntExact(window.output(1, w));
    }

    /// Calls `tap` with every source offset inside the window of every destination offset.
    void forEach(Tap tap) {
      for (int b = 0; b < n; b++) {
        for (int y = 0; y < oh(); y++) {
          for (int x = 0; x < ow(); x++) {
            for (int k = 0; k < c; k++) {
              for (int i = 0; i < window.kernel().get(0); i++) {
                for (int j = 0; j < window.kernel().get(1); j++) {
                  int sy = y * window.stride().get(0) - window.padLow().get(0) + i;
                  int sx = x * window.stride().get(1) - window.padLow().get(1) + j;
                  if (sy >= 0 && sy < h && sx >= 0 && sx < w) {
                    tap.accept(
                        ((b * h + sy) * w + sx) * c + k, ((b * oh() + y) * ow() + x) * c + k);
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
    void accept(int src, int dst);
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("2x2", 2, 6, 8, 16, Window.of(2, 2).stride(2)),
        new Case("2x2 of one channel", 2, 6, 6, 1, Window.of(2, 2).stride(2)),
        new Case("overlapping", 2, 9, 9, 33, Window.of(3, 3).stride(2)),
        new Case("overlapping, same", 1, 8, 8, 7, Window.of(3, 3).stride(2).padHigh(1)),
        new Case("3x3 same", 2, 7, 5, 8, Window.of(3, 3).padding(1)),
        new Case("global", 3, 7, 7, 17, Window.of(7, 7)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void maxPoolingSendsTheGradientToTheFirstLargestValue(Case c) {
    Memory x = box.random(c.src());
    Memory y = box.zeros(c.dst());
    PrimitiveDesc forward = forward(c, Algorithm.MAX_POOL);
    assertThat(forward.workspace()).isPresent();
    Memory workspace = box.zeros(forward.workspace().orElseThrow());
    box.run(forward, Arg.src(x), Arg.dst(y), Arg.workspace(workspace));

    float[] xs = Sandbox.read(x);
    int[] best = new int[Math.toIntExact(c.dst().elements())];
    java.util.Arrays.fill(best, -1);
    c.forEach((src, dst) -> {
      if (best[dst] < 0 || xs[src] > xs[best[dst]]) {
        best[dst] = src;
      }
    });
    double[] expected = new double[best.length];
    for (int i = 0; i < best.length; i++) {
      expected[i] = xs[best[i]];
    }
    assertClose(Sandbox.read(y), expected, 1);

    Memory dy = box.random(c.dst());
    Memory dx = box.zeros(c.src());
    PrimitiveDesc backward = backward(c, Algorithm.MAX_POOL, forward);
    box.run(backward, Arg.diffDst(dy), Arg.diffSrc(dx), Arg.workspace(workspace));
    float[] dys = Sandbox.read(dy);
    double[] expectedGradient = new double[xs.length];
    for (int i = 0; i < best.length; i++) {
      expectedGradient[best[i]] += dys[i];
    }
    assertClose(Sandbox.read(dx), expectedGradient, 9);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void averagePoolingDividesByThePixelsInsideTheImage(Case c) {
    Memory x = box.random(c.src());
    Memory y = box.zeros(c.dst());
    PrimitiveDesc forward = forward(c, Algorithm.AVG_POOL);
    assertThat(forward.workspace()).isEmpty();
    box.run(forward, Arg.src(x), Arg.dst(y));
    float[] xs = Sandbox.read(x);
    double[] expected = new double[Math.toIntExact(c.dst().elements())];
    int[] pixels = new int[expected.length];
    c.forEach((src, dst) -> {
      expected[dst] += xs[src];
      pixels[dst]++;
    });
    for (int i = 0; i < expected.length; i++) {
      expected[i] /= pixels[i];
    }
    assertClose(Sandbox.read(y), expected, 49);

    Memory dy = box.random(c.dst());
    Memory dx = box.zeros(c.src());
    box.run(backward(c, Algorithm.AVG_POOL, forward), Arg.diffDst(dy), Arg.diffSrc(dx));
    float[] dys = Sandbox.read(dy);
    double[] expectedGradient = new double[xs.length];
    c.forEach((src, dst) -> expectedGradient[src] += (double) dys[dst] / pixels[dst]);
    assertClose(Sandbox.read(dx), expectedGradient, 9);
  }

  private PrimitiveDesc forward(Case c, Algorithm algorithm) {
    return Primitives.pooling(
        box.scope, Propagation.TRAINING, algorithm, c.src(), c.dst(), c.window(), Attr.plain());
  }

  private PrimitiveDesc backward(Case c, Algorithm algorithm, PrimitiveDesc forward) {
    return Primitives.poolingBackward(
        box.scope, algorithm, c.src(), c.dst(), c.window(), forward, Attr.plain());
  }
}
