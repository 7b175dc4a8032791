// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import static io.fovea.onednn.dnnl.Closeness.assertClose;
import static io.fovea.onednn.dnnl.DataType.F32;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Batch, layer and local response normalization against plain loops.
@Tag("native")
@Tag("isa")
class NormalizationTest {
  private static final float EPSILON = 1e-3f;
  private static final Set<NormOption> SCALED = EnumSet.of(NormOption.SCALE, NormOption.SHIFT);

  @AutoClose private final Sandbox box = new Sandbox(13);

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 33})
  void batchNormForwardAndBackwardInTraining(int channels) {
    batchNorm(channels, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64})
  void batchNormWithReluMasksTheGradient(int channels) {
    batchNorm(channels, true);
  }

  private void batchNorm(int channels, boolean relu) {
    MemoryDesc desc = MemoryDesc.channelsLast(F32, 4, 5, 3, channels);
    MemoryDesc perChannel = MemoryDesc.dense(F32, channels);
    int count = 4 * 5 * 3;
    Set<NormOption> options = EnumSet.copyOf(SCALED);
    if (relu) {
      options.add(NormOption.RELU);
    }
    Memory x = box.random(desc);
    Memory gamma = box.random(perChannel);
    Memory beta = box.random(perChannel);
    Memory mean = box.zeros(perChannel);
    Memory variance = box.zeros(perChannel);
    Memory y = box.zeros(desc);
    PrimitiveDesc forward =
        Primitives.batchNorm(
            box.scope, Propagation.TRAINING, desc, desc, EPSILON, options, Attr.plain());
    assertThat(forward.workspace().isPresent()).isEqualTo(relu);
    List<Arg> args =
        new ArrayList<>(
            List.of(
                Arg.src(x),
                Arg.dst(y),
                Arg.mean(mean),
                Arg.variance(variance),
                Arg.scale(gamma),
                Arg.shift(beta)));
    List<Arg> workspace =
        forward.workspace().map(box::zeros).map(Arg::workspace).map(List::of).orElse(List.of());
    args.addAll(workspace);
    box.run(forward, args.toArray(Arg[]::new));

    float[] xs = Sandbox.read(x);
    float[] gammas = Sandbox.read(gamma);
    float[] betas = Sandbox.read(beta);
    double[] means = new double[channels];
    double[] variances = new double[channels];
    for (int i = 0; i < xs.length; i++) {
      means[i % channels] += xs[i] / (double) count;
    }
    for (int i = 0; i < xs.length; i++) {
      double d = xs[i] - means[i % channels];
      variances[i % channels] += d * d / count;
    }
    double[] normalized = new double[xs.length];
    double[] expected = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      int c = i % channels;
      normalized[i] = (xs[i] - means[c]) / Math.sqrt(variances[c] + EPSILON);
      expected[i] = normalized[i] * gammas[c] + betas[c];
      expected[i] = relu ? Math.max(0, expected[i]) : expected[i];
    }
    assertClose(Sandbox.read(mean), means, count);
    assertClose(Sandbox.read(variance), variances, count);
    assertClose(Sandbox.read(y), expected, count);

    Memory dy = box.random(desc);
    Memory dx = box.zeros(desc);
    Memory dGamma = box.zeros(perChannel);
    Memory dBeta = box.zeros(perChannel);
    PrimitiveDesc backward =
        Primitives.batchNormBackward(
            box.scope, desc, desc, desc, EPSILON, options, forward, Attr.plain());
    List<Arg> back =
        new ArrayList<>(
            List.of(
                Arg.src(x),
                Arg.mean(mean),
                Arg.variance(variance),
                Arg.diffDst(dy),
                Arg.scale(gamma),
                Arg.diffSrc(dx),
                Arg.diffScale(dGamma),
                Arg.diffShift(dBeta)));
    back.addAll(workspace);
    box.run(backward, back.toArray(Arg[]::new));

    double[] dys = new double[xs.length];
    float[] given = Sandbox.read(dy);
    double[] dGammas = new double[channels];
    double[] dBetas = new double[channels];
    for (int i = 0; i < xs.length; i++) {
      dys[i] = relu && expected[i] <= 0 ? 0 : given[i];
      dGammas[i % channels] += dys[i] * normalized[i];
      dBetas[i % channels] += dys[i];
    }
    double[] dxs = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      int c = i % channels;
      dxs[i] =
          gammas[c]
              / Math.sqrt(variances[c] + EPSILON)
              * (dys[i] - dBetas[c] / count - normalized[i] * dGammas[c] / count);
    }
    assertClose(Sandbox.read(dGamma), dGammas, count);
    assertClose(Sandbox.read(dBeta), dBetas, count);
    assertClose(Sandbox.read(dx), dxs, count);
  }

  @Test
  void batchNormWithGivenStatisticsIsAnAffineMap() {
    MemoryDesc desc = MemoryDesc.channelsLast(F32, 2, 3, 3, 8);
    MemoryDesc perChannel = MemoryDesc.dense(F32, 8);
    Memory x = box.random(desc);
    Memory mean = box.random(perChannel);
    Memory variance = box.tensor(perChannel, 1, 2, 3, 4, 5, 6, 7, 8);
    Memory gamma = box.random(perChannel);
    Memory beta = box.random(perChannel);
    PrimitiveDesc forward =
        Primitives.batchNorm(
            box.scope,
            Propagation.INFERENCE,
            desc,
            desc,
            EPSILON,
            EnumSet.of(NormOption.GLOBAL_STATISTICS, NormOption.SCALE, NormOption.SHIFT),
            Attr.plain());
    float[] xs = Sandbox.read(x);
    box.run(
        forward,
        Arg.src(x),
        Arg.dst(x),
        Arg.mean(mean),
        Arg.variance(variance),
        Arg.scale(gamma),
        Arg.shift(beta));
    double[] expected = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      int c = i % 8;
      expected[i] =
          (xs[i] - Sandbox.read(mean)[c])
                  / Math.sqrt(Sandbox.read(variance)[c] + EPSILON)
                  * Sandbox.read(gamma)[c]
              + Sandbox.read(beta)[c];
    }
    assertClose(Sandbox.read(x), expected, 4); // in place
  }
}
