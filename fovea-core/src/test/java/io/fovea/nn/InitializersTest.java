// SPDX-License-Identifier: Apache-2.0
package io.fovea.nn;

import static io.fovea.nn.Initializers.constant;
import static io.fovea.nn.Initializers.glorotNormal;
import static io.fovea.nn.Initializers.glorotUniform;
import static io.fovea.nn.Initializers.heNormal;
import static io.fovea.nn.Initializers.heUniform;
import static io.fovea.nn.Initializers.identity;
import static io.fovea.nn.Initializers.lecunNormal;
import static io.fovea.nn.Initializers.lecunUniform;
import static io.fovea.nn.Initializers.ones;
import static io.fovea.nn.Initializers.orthogonal;
import static io.fovea.nn.Initializers.randomNormal;
import static io.fovea.nn.Initializers.randomUniform;
import static io.fovea.nn.Initializers.truncatedNormal;
import static io.fovea.nn.Initializers.varianceScaling;
import static io.fovea.nn.Initializers.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.graph.Initializer;
import io.fovea.nn.Initializers.Draw;
import io.fovea.nn.Initializers.Fan;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

final class InitializersTest {
  private static final Rng RNG = Rng.of(7);
  // fan in 9 * 16 = 144, fan out 9 * 48 = 432, mean 288; 6912 values
  private static final Shape KERNEL = Shape.of(3, 3, 16, 48);

  @Test
  void glorotUniformIsBoundedByBothFans() {
    fillsEvenly(glorotUniform(), KERNEL, Math.sqrt(6.0 / (144 + 432)));
  }

  @Test
  void heUniformIsBoundedByFanIn() {
    fillsEvenly(heUniform(), KERNEL, Math.sqrt(6.0 / 144));
  }

  @Test
  void lecunUniformIsBoundedByFanIn() {
    fillsEvenly(lecunUniform(), KERNEL, Math.sqrt(3.0 / 144));
  }

  @Test
  void normalsHaveTheVarianceOfTheirNameAndAreCutAtTwoWidenedDeviations() {
    isTruncatedNormal(glorotNormal(), 2.0 / (144 + 432));
    isTruncatedNormal(heNormal(), 2.0 / 144);
    isTruncatedNormal(lecunNormal(), 1.0 / 144);
  }

  @Test
  void untruncatedNormalReachesBeyondTwoDeviations() {
    float[] values = varianceScaling(2, Fan.OUT, Draw.NORMAL).values(KERNEL, RNG);
    hasMoments(values, 0, 2.0 / 432, 3);
    assertThat(largest(values)).isGreaterThan(2 * Math.sqrt(2.0 / 432));
  }

  @Test
  void denseMatricesHaveInputsThenOutputs() {
    fillsEvenly(heUniform(), Shape.of(600, 10), Math.sqrt(6.0 / 600));
    fillsEvenly(varianceScaling(1, Fan.OUT, Draw.UNIFORM), Shape.of(600, 10), Math.sqrt(3.0 / 10));
  }

  @Test
  void depthwiseKernelsCountChannelsAsInputsAndMultipliersAsOutputs() {
    // as Keras does: [3, 3, 256, 2] has fan in 9 * 256 and fan out 9 * 2
    fillsEvenly(glorotUniform(), Shape.of(3, 3, 256, 2), Math.sqrt(6.0 / (9 * 256 + 9 * 2)));
  }

  @Test
  void vectorsHaveTheirLengthAsBothFans() {
    fillsEvenly(glorotUniform(), Shape.of(4000), Math.sqrt(6.0 / 8000));
  }

  @Test
  void fansAreAtLeastOne() {
    assertThat(glorotUniform().values(Shape.scalar(), RNG)[0]).isBetween(-1.74f, 1.74f);
  }

  @Test
  void plainDistributionsHaveTheirMoments() {
    hasMoments(randomNormal().values(KERNEL, RNG), 0, 0.05 * 0.05, 3);
    hasMoments(randomNormal(3, 0.5).values(KERNEL, RNG), 3, 0.25, 3);
    hasMoments(randomUniform().values(KERNEL, RNG), 0, 0.1 * 0.1 / 12, 1.8);
    float[] truncated = truncatedNormal().values(KERNEL, RNG);
    // cut at two deviations, a normal distribution keeps 0.7737 of its variance
    hasMoments(truncated, 0, 0.7737413 * 0.05 * 0.05, 3);
    assertThat(largest(truncated)).isBetween(0.0995, 0.1 + 1e-8);
  }

  @Test
  void constantsFill() {
    assertThat(zeros().values(Shape.of(2, 2), RNG)).containsOnly(0);
    assertThat(ones().values(Shape.of(3), RNG)).containsExactly(1, 1, 1);
    assertThat(constant(0.5).values(Shape.of(3), RNG)).containsExactly(0.5f, 0.5f, 0.5f);
  }

  @Test
  void identityHasItsGainOnTheDiagonal() {
    assertThat(identity().values(Shape.of(2, 3), RNG)).containsExactly(1, 0, 0, 0, 1, 0);
    assertThat(identity(2).values(Shape.of(3, 2), RNG)).containsExactly(2, 0, 0, 2, 0, 0);
  }

  @Test
  void identityNeedsAMatrix() {
    assertThatThrownBy(() -> identity().values(KERNEL, RNG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            identity: expected a matrix [rows, columns], got shape [3, 3, 16, 48].
              Fix: use another initializer for this parameter.\
            """);
  }

  @Test
  void orthogonalColumnsAreOrthonormalWhenFewer() {
    float[] q = orthogonal().values(Shape.of(3, 3, 2, 5), RNG);
    for (int a = 0; a < 5; a++) {
      for (int b = 0; b < 5; b++) {
        double dot = 0;
        for (int row = 0; row < 18; row++) {
          dot += (double) q[row * 5 + a] * q[row * 5 + b];
        }
        // 18 products of numbers rounded to float: at most 18 * 2^-24
        assertThat(dot).isCloseTo(a == b ? 1 : 0, within(18 * 0x1p-24));
      }
    }
  }

  @Test
  void orthogonalRowsHaveTheGainAsLengthWhenFewer() {
    float[] q = orthogonal(3).values(Shape.of(4, 9), RNG);
    for (int a = 0; a < 4; a++) {
      for (int b = 0; b < 4; b++) {
        double dot = 0;
        for (int column = 0; column < 9; column++) {
          dot += (double) q[a * 9 + column] * q[b * 9 + column];
        }
        assertThat(dot).isCloseTo(a == b ? 9 : 0, within(9 * 9 * 0x1p-24));
      }
    }
  }

  @Test
  void orthogonalNeedsAMatrix() {
    assertThatThrownBy(() -> orthogonal().values(Shape.of(4), RNG))
        .hasMessageContaining("orthogonal: expected at least 2 axes [..., rows, columns], got");
  }

  @Test
  void theSameKeyGivesTheSameValues() {
    for (var initializer : new Initializer[] {glorotUniform(), heNormal(), orthogonal()}) {
      assertThat(initializer.values(KERNEL, RNG)).isEqualTo(initializer.values(KERNEL, RNG));
      assertThat(initializer.values(KERNEL, RNG))
          .isNotEqualTo(initializer.values(KERNEL, RNG.at("other")));
    }
  }

  @Test
  void initializersAreValues() {
    assertThat(heNormal()).isEqualTo(varianceScaling(2, Fan.IN, Draw.TRUNCATED_NORMAL));
    assertThat(zeros()).hasToString("Constant[value=0.0]");
  }

  @Test
  void wrongNumbersAreRejected() {
    assertThatThrownBy(() -> varianceScaling(0, Fan.IN, Draw.UNIFORM))
        .hasMessageContaining("varianceScaling.scale: expected a number above 0, got 0.0.");
    assertThatThrownBy(() -> randomNormal(0, -1))
        .hasMessage(
            """
            randomNormal: expected a finite mean and a deviation of at least 0, got mean 0.0 and \
            deviation -1.0.
              Fix: pass e.g. randomNormal(0, 0.05).\
            """);
    assertThatThrownBy(() -> randomUniform(1, 0))
        .hasMessageContaining("randomUniform: expected finite bounds in rising order, got 1.0 and");
  }

  private static void fillsEvenly(Initializer initializer, Shape shape, double bound) {
    float[] values = initializer.values(shape, RNG);
    hasMoments(values, 0, bound * bound / 3, 1.8);
    // that all of n values stay below bound (1 - 7 / n) has probability exp(-7), about 1 in 1000
    double n = values.length;
    assertThat(largest(values)).isBetween(bound * (1 - 7 / n), bound * (1 + 1e-7));
  }

  private static void isTruncatedNormal(Initializer initializer, double variance) {
    float[] values = initializer.values(KERNEL, RNG);
    hasMoments(values, 0, variance, 3);
    double cut = 2 * Math.sqrt(variance) / 0.87962566103423978;
    assertThat(largest(values)).isBetween(cut * 0.99, cut * (1 + 1e-7));
  }

  // four standard errors: of a mean, sqrt(v / n); of a variance, v sqrt((kurtosis - 1) / n)
  private static void hasMoments(float[] values, double mean, double variance, double kurtosis) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    int n = values.length;
    assertThat(sum / n).isCloseTo(mean, within(4 * Math.sqrt(variance / n)));
    assertThat(squares / n)
        .isCloseTo(variance, within(4 * variance * Math.sqrt((kurtosis - 1) / n)));
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
