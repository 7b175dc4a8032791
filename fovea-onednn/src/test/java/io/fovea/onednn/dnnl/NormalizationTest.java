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
class NormalizationTest {
  private static final float EPSILON = 1e-3f;
  private static final Set<Normalization> SCALED =
      EnumSet.of(Normalization.SCALE, Normalization.SHIFT);

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
    Set<Normalization> options = EnumSet.copyOf(SCALED);
    if (relu) {
      options.add(Normalization.RELU);
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
            EnumSet.of(Normalization.GLOBAL_STATISTICS, Normalization.SCALE, Normalization.SHIFT),
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

  @Test
  void layerNormForwardAndBackward() {
    int rows = 6;
    int features = 37;
    MemoryDesc desc = MemoryDesc.dense(F32, rows, features);
    MemoryDesc statistics = MemoryDesc.dense(F32, rows);
    MemoryDesc perFeature = MemoryDesc.dense(F32, features);
    Memory x = box.random(desc);
    Memory y = box.zeros(desc);
    Memory mean = box.zeros(statistics);
    Memory variance = box.zeros(statistics);
    Memory gamma = box.random(perFeature);
    Memory beta = box.random(perFeature);
    PrimitiveDesc forward =
        Primitives.layerNorm(
            box.scope, Propagation.TRAINING, desc, desc, statistics, EPSILON, SCALED, Attr.plain());
    box.run(
        forward,
        Arg.src(x),
        Arg.dst(y),
        Arg.mean(mean),
        Arg.variance(variance),
        Arg.scale(gamma),
        Arg.shift(beta));
    float[] xs = Sandbox.read(x);
    double[] normalized = new double[xs.length];
    double[] deviations = new double[rows];
    double[] expected = new double[xs.length];
    for (int r = 0; r < rows; r++) {
      double m = 0;
      double v = 0;
      for (int f = 0; f < features; f++) {
        m += xs[r * features + f] / (double) features;
      }
      for (int f = 0; f < features; f++) {
        double d = xs[r * features + f] - m;
        v += d * d / features;
      }
      deviations[r] = Math.sqrt(v + EPSILON);
      for (int f = 0; f < features; f++) {
        int i = r * features + f;
        normalized[i] = (xs[i] - m) / deviations[r];
        expected[i] = normalized[i] * Sandbox.read(gamma)[f] + Sandbox.read(beta)[f];
      }
    }
    assertClose(Sandbox.read(y), expected, features);

    Memory dy = box.random(desc);
    Memory dx = box.zeros(desc);
    Memory dGamma = box.zeros(perFeature);
    Memory dBeta = box.zeros(perFeature);
    PrimitiveDesc backward =
        Primitives.layerNormBackward(
            box.scope, desc, desc, desc, statistics, EPSILON, SCALED, forward, Attr.plain());
    box.run(
        backward,
        Arg.src(x),
        Arg.mean(mean),
        Arg.variance(variance),
        Arg.diffDst(dy),
        Arg.scale(gamma),
        Arg.diffSrc(dx),
        Arg.diffScale(dGamma),
        Arg.diffShift(dBeta));
    float[] dys = Sandbox.read(dy);
    double[] dGammas = new double[features];
    double[] dBetas = new double[features];
    double[] dxs = new double[xs.length];
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      double dot = 0;
      for (int f = 0; f < features; f++) {
        int i = r * features + f;
        dGammas[f] += dys[i] * normalized[i];
        dBetas[f] += dys[i];
        sum += dys[i] * Sandbox.read(gamma)[f];
        dot += dys[i] * Sandbox.read(gamma)[f] * normalized[i];
      }
      for (int f = 0; f < features; f++) {
        int i = r * features + f;
        dxs[i] =
            (dys[i] * Sandbox.read(gamma)[f] - sum / features - normalized[i] * dot / features)
                / deviations[r];
      }
    }
    assertClose(Sandbox.read(dGamma), dGammas, rows);
    assertClose(Sandbox.read(dBeta), dBetas, rows);
    assertClose(Sandbox.read(dx), dxs, features);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 96})
  void lrnDividesByTheNeighbouringChannels(int channels) {
    MemoryDesc desc = MemoryDesc.channelsLast(F32, 2, 3, 3, channels);
    float alpha = 0.5f;
    float beta = 0.75f;
    float k = 2;
    Memory x = box.random(desc);
    Memory y = box.zeros(desc);
    PrimitiveDesc forward =
        Primitives.lrn(
            box.scope,
            Propagation.TRAINING,
            Algorithm.LRN_ACROSS_CHANNELS,
            desc,
            desc,
            5,
            alpha,
            beta,
            k,
            Attr.plain());
    List<Arg> workspace =
        forward.workspace().map(box::zeros).map(Arg::workspace).map(List::of).orElse(List.of());
    List<Arg> args = new ArrayList<>(List.of(Arg.src(x), Arg.dst(y)));
    args.addAll(workspace);
    box.run(forward, args.toArray(Arg[]::new));
    float[] xs = Sandbox.read(x);
    assertClose(Sandbox.read(y), lrn(xs, channels, alpha, beta, k), 5);

    Memory dy = box.random(desc);
    Memory dx = box.zeros(desc);
    PrimitiveDesc backward =
        Primitives.lrnBackward(
            box.scope,
            Algorithm.LRN_ACROSS_CHANNELS,
            desc,
            desc,
            desc,
            5,
            alpha,
            beta,
            k,
            forward,
            Attr.plain());
    List<Arg> back = new ArrayList<>(List.of(Arg.src(x), Arg.diffDst(dy), Arg.diffSrc(dx)));
    back.addAll(workspace);
    box.run(backward, back.toArray(Arg[]::new));
    float[] dys = Sandbox.read(dy);
    double[] scale = new double[xs.length];
    double[] dxs = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      for (int j = first(i, channels); j <= last(i, channels); j++) {
        scale[i] += (double) xs[j] * xs[j];
      }
      scale[i] = k + alpha / 5 * scale[i];
    }
    for (int i = 0; i < xs.length; i++) {
      dxs[i] += dys[i] * Math.pow(scale[i], -beta);
      for (int j = first(i, channels); j <= last(i, channels); j++) {
        dxs[j] += dys[i] * -beta * xs[i] * Math.pow(scale[i], -beta - 1) * 2 * alpha / 5 * xs[j];
      }
    }
    assertClose(Sandbox.read(dx), dxs, 10);
  }

  private static double[] lrn(float[] xs, int channels, double alpha, double beta, double k) {
    double[] expected = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      double sum = 0;
      for (int j = first(i, channels); j <= last(i, channels); j++) {
        sum += (double) xs[j] * xs[j];
      }
      expected[i] = xs[i] / Math.pow(k + alpha / 5 * sum, beta);
    }
    return expected;
  }

  private static int first(int i, int channels) {
    return Math.max(i - i % channels, i - 2);
  }

  private static int last(int i, int channels) {
    return Math.min(i - i % channels + channels - 1, i + 2);
  }
}
