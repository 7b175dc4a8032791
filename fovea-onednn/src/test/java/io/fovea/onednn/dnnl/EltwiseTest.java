// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.DataType.F32;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every element-wise function and its gradient against formulas in double precision.
@Tag("native")
@Tag("isa")
class EltwiseTest {
  private static final MemoryDesc ROW = MemoryDesc.dense(F32, 1, 100);

  @AutoClose private final Sandbox box = new Sandbox(17);

  /// @param low smallest input; the largest is 3
  record Case(
      Algorithm algorithm, float alpha, float beta, double low, DoubleUnaryOperator function) {
    @Override
    public String toString() {
      return algorithm + " alpha " + alpha + " beta " + beta;
    }
  }

  static Stream<Case> cases() {
    DoubleUnaryOperator logistic = x -> 1 / (1 + Math.exp(-x));
    DoubleUnaryOperator softplus = x -> Math.log1p(Math.exp(x));
    DoubleUnaryOperator elu = x -> x > 0 ? x : 0.5 * Math.expm1(x);
    DoubleUnaryOperator clip = x -> Math.max(-1, Math.min(2, x));
    return Stream.of(
        new Case(Algorithm.RELU, 0, 0, -3, x -> Math.max(0, x)),
        new Case(Algorithm.RELU, 0.1f, 0, -3, x -> x > 0 ? x : 0.1f * x),
        new Case(Algorithm.TANH, 0, 0, -3, Math::tanh),
        new Case(Algorithm.ELU, 0.5f, 0, -3, elu),
        new Case(Algorithm.SQUARE, 0, 0, -3, x -> x * x),
        new Case(Algorithm.ABS, 0, 0, -3, Math::abs),
        new Case(Algorithm.SQRT, 0, 0, 0.1, Math::sqrt),
        new Case(Algorithm.LINEAR, 2, 3, -3, x -> 2 * x + 3),
        new Case(Algorithm.SOFT_RELU, 1, 0, -3, softplus),
        new Case(Algorithm.SOFT_RELU, 2, 0, -3, x -> softplus.applyAsDouble(2 * x) / 2),
        new Case(
            Algorithm.HARD_SIGMOID, 1 / 6f, 0.5f, -3, x -> Math.max(0, Math.min(1, x / 6 + 0.5))),
        new Case(Algorithm.LOGISTIC, 0, 0, -3, logistic),
        new Case(Algorithm.EXP, 0, 0, -3, Math::exp),
        new Case(
            Algorithm.GELU_TANH,
            0,
            0,
            -3,
            x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        new Case(Algorithm.SWISH, 1, 0, -3, x -> x * logistic.applyAsDouble(x)),
        new Case(Algorithm.LOG, 0, 0, 0.1, Math::log),
        new Case(Algorithm.CLIP, -1, 2, -3, clip),
        new Case(Algorithm.CLIP_V2, -1, 2, -3, clip),
        new Case(Algorithm.POW, 2, 1.5f, 0.1, x -> 2 * Math.pow(x, 1.5)),
        new Case(Algorithm.POW, 1, -0.5f, 0.1, x -> 1 / Math.sqrt(x)),
        new Case(Algorithm.GELU_ERF, 0, 0, -3, x -> x / 2 * (1 + erf(x / Math.sqrt(2)))),
        new Case(Algorithm.MISH, 0, 0, -3, x -> x * Math.tanh(softplus.applyAsDouble(x))),
        new Case(
            Algorithm.HARD_SWISH, 1 / 6f, 0.5f, -3, x -> x * Math.max(0, Math.min(1, x / 6 + 0.5))),
        new Case(Algorithm.RELU_BY_OUTPUT, 0, 0, -3, x -> Math.max(0, x)),
        new Case(Algorithm.TANH_BY_OUTPUT, 0, 0, -3, Math::tanh),
        new Case(Algorithm.ELU_BY_OUTPUT, 0.5f, 0, -3, elu),
        new Case(Algorithm.SQRT_BY_OUTPUT, 0, 0, 0.1, Math::sqrt),
        new Case(Algorithm.LOGISTIC_BY_OUTPUT, 0, 0, -3, logistic),
        new Case(Algorithm.EXP_BY_OUTPUT, 0, 0, -3, Math::exp),
        new Case(Algorithm.CLIP_V2_BY_OUTPUT, -1, 2, -3, clip));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesAndGradientsFollowTheFormula(Case c) {
    Memory x = box.tensor(ROW, inputs(c));
    Memory y = box.zeros(ROW);
    PrimitiveDesc forward =
        Primitives.eltwise(
            box.scope, Propagation.TRAINING, c.algorithm, ROW, ROW, c.alpha, c.beta, Attr.plain());
    box.run(forward, Arg.src(x), Arg.dst(y));
    Memory dy = box.random(ROW);
    Memory dx = box.zeros(ROW);
    boolean byOutput = c.algorithm.name().endsWith("_BY_OUTPUT");
    PrimitiveDesc backward =
        Primitives.eltwiseBackward(
            box.scope, c.algorithm, ROW, ROW, ROW, c.alpha, c.beta, forward, Attr.plain());
    box.run(backward, byOutput ? Arg.dst(y) : Arg.src(x), Arg.diffDst(dy), Arg.diffSrc(dx));

    float[] xs = Sandbox.read(x);
    for (int i = 0; i < xs.length; i++) {
      double expected = c.function.applyAsDouble(xs[i]);
      // a few units in the last place of values near 1; more for the logarithm near 1, where a
      // table and a series cancel: 3.3e-6 measured on AVX2, 4.8e-6 on SSE4.1
      double worst = c.algorithm == Algorithm.LOG ? 0x1p-17 : 32 * Math.ulp(1f);
      Offset<Float> close = Offset.offset((float) (worst * (1 + Math.abs(expected))));
      assertThat(Sandbox.read(y)[i]).as("f(%s)", xs[i]).isCloseTo((float) expected, close);
      double h = 1e-5;
      double slope =
          (c.function.applyAsDouble(xs[i] + h) - c.function.applyAsDouble(xs[i] - h)) / (2 * h);
      float gradient = (float) (slope * Sandbox.read(dy)[i]);
      Offset<Float> near = Offset.offset((float) (1e-5 * (1 + Math.abs(slope))));
      assertThat(Sandbox.read(dx)[i]).as("f'(%s)", xs[i]).isCloseTo(gradient, near);
    }
  }

  /// Values away from the kinks at -3, -1, 0, 2, 3.
  private static float[] inputs(Case c) {
    float[] values = new float[100];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (c.low + (3 - c.low) * (i + 0.37) / 100);
    }
    return values;
  }

  /// The error function by its series, good to 1e-15 for |x| below 3.
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 100; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
