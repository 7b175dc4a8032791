// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import static io.fovea.augment.Augmentations.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Batches;
import io.fovea.data.Dataset;
import io.fovea.error.DataException;
import io.fovea.image.Pixels;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class BatchMixingTest {
  private static final Shape PICTURE = Shape.of(8, 6, 2);

  /// Picture `i` holds `i` everywhere; its label is class `i` of three.
  private static Pixels[] pictures() {
    Pixels[] pictures = new Pixels[3];
    for (int i = 0; i < 3; i++) {
      pictures[i] = Pixels.allocate(PICTURE);
      Arrays.fill(pictures[i].values(), i);
    }
    return pictures;
  }

  private static float[] identity() {
    return new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
  }

  @Test
  void mixUpTakesPicturesAndLabelsInTheSameShares() {
    for (int key = 0; key < 50; key++) {
      Pixels[] pictures = pictures();
      float[] labels = identity();
      float[] weights = {1, 1, 1};
      mixUp(0.4).apply(pictures, 3, labels, 3, weights, Rng.of(key));
      // the first picture is black, its partner holds 2: a value tells the partner's share
      float lent = pictures[0].values()[0] / 2;
      assertThat(lent).isBetween(0f, 1f);
      assertThat(pictures[0].values()).containsOnly(2 * lent);
      assertThat(pictures[2].values()).containsOnly(pictures[2].values()[0]);
      assertThat(pictures[2].values()[0]).isEqualTo(2 - 2 * lent, Offset.offset(1e-6f));
      // the one in the middle is its own partner
      assertThat(pictures[1].values()).containsOnly(1);
      assertThat(labels)
          .containsExactly(
              new float[] {1 - lent, 0, lent, 0, 1, 0, lent, 0, 1 - lent}, Offset.offset(1e-6f));
      assertThat(weights).containsExactly(new float[] {1, 1, 1}, Offset.offset(1e-6f));
    }
  }

  @Test
  void cutMixSwapsOneRectangleAndCountsItsPixels() {
    int changed = 0;
    for (int key = 0; key < 50; key++) {
      Pixels[] pictures = pictures();
      float[] labels = identity();
      cutMix(1).apply(pictures, 3, labels, 3, new float[] {1, 1, 1}, Rng.of(key));
      int top = 8;
      int bottom = -1;
      int left = 6;
      int right = -1;
      int pixels = 0;
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 6; x++) {
          float here = pictures[0].values()[pictures[0].index(y, x)];
          float there = pictures[2].values()[pictures[2].index(y, x)];
          assertThat(here + there).isEqualTo(2);
          if (here == 2) {
            pixels++;
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            left = Math.min(left, x);
            right = Math.max(right, x);
          } else {
            assertThat(here).isEqualTo(0);
          }
        }
      }
      if (pixels > 0) {
        assertThat(pixels).isEqualTo((bottom - top + 1) * (right - left + 1));
        changed++;
      }
      float lent = pixels / 48f;
      assertThat(labels)
          .containsExactly(
              new float[] {1 - lent, 0, lent, 0, 1, 0, lent, 0, 1 - lent}, Offset.offset(1e-6f));
    }
    assertThat(changed).isGreaterThan(25);
  }

  /// With share s of a weight v and 1 - s of a weight w, weighted cross-entropies must add up.
  @Test
  void weightsAreMixedSoThatLossesAddUp() {
    Pixels[] pictures = {pictures()[0], pictures()[2]};
    float[] labels = {1, 0, 0, 1};
    float[] weights = {3, 0.5f};
    mixUp(1).apply(pictures, 2, labels, 2, weights, Rng.of(5));
    float lent = pictures[0].values()[0] / 2;
    assertThat(weights[0]).isEqualTo((1 - lent) * 3 + lent * 0.5f, Offset.offset(1e-6f));
    assertThat(weights[0] * labels[0]).isEqualTo((1 - lent) * 3, Offset.offset(1e-6f));
    assertThat(weights[0] * labels[1]).isEqualTo(lent * 0.5f, Offset.offset(1e-6f));
  }

  /// Beta(a, a) has mean 1/2 and variance 1 / (4 (2a + 1)).
  @Test
  void sharesHaveTheMomentsOfTheBetaDistribution() {
    for (double alpha : new double[] {0.2, 1, 3.5}) {
      int n = 20_000;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double share = Beta.symmetric(alpha, Rng.of(7).at(i));
        sum += share;
        squares += (share - 0.5) * (share - 0.5);
      }
      double variance = 1 / (4 * (2 * alpha + 1));
      // four standard errors: of a mean, and of squares that lie within 0..1/4
      assertThat(sum / n).isEqualTo(0.5, Offset.offset(4 * Math.sqrt(variance / n)));
      assertThat(squares / n).isEqualTo(variance, Offset.offset(4 * 0.125 / Math.sqrt(n)));
    }
  }

  private static Dataset data() {
    Tensor images = Tensor.generate(Shape.of(11, 8, 6, 3), i -> Rng.of(1).uniform(i));
    Tensor labels = Tensor.generate(Shape.of(11), i -> i % 3);
    return Dataset.of(images, labels).classes(3);
  }

  private static List<Float> read(Dataset data, int workers, int firstBatch) {
    var values = new ArrayList<Float>();
    try (Batches batches = data.openBatches(4, 42, 3, firstBatch, workers)) {
      while (batches.next()) {
        for (int i = 0; i < batches.count() * 8 * 6 * 3; i++) {
          values.add(batches.images()[i]);
        }
        for (int i = 0; i < batches.count() * 3; i++) {
          values.add(batches.labels()[i]);
        }
      }
    }
    return values;
  }

  @Test
  void anyNumberOfWorkersGivesTheSameBatches() {
    var mixed =
        data()
            .oneHot(3)
            .shuffle()
            .augment(hue(30))
            .augmentBatches(oneOfMixing(mixUp(0.4), cutMix(1)).sometimes(0.8));
    List<Float> alone = read(mixed, 0, 0);
    for (int workers : new int[] {1, 2, 8}) {
      assertThat(read(mixed, workers, 0)).isEqualTo(alone);
    }
    // a resumed epoch goes on alike
    int batch = 4 * (8 * 6 * 3 + 3);
    assertThat(read(mixed, 2, 1)).isEqualTo(alone.subList(batch, alone.size()));
    assertThat(alone).isNotEqualTo(read(data().oneHot(3).shuffle().augment(hue(30)), 1, 0));
  }

  @Test
  void evaluationSeesPicturesAsTheyAre() {
    Dataset plain = data().oneHot(3);
    assertThat(read(plain.augmentBatches(mixUp(1)).forEvaluation(), 1, 0))
        .isEqualTo(read(plain, 1, 0));
  }

  @Test
  void rejectsWhatCannotBeMixed() {
    assertThatThrownBy(() -> data().augmentBatches(mixUp(1)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Dataset.augmentBatches: expected labels that are rows of one number per class, got"
                + " labels of shape [].\n  Fix: call oneHot(classes) before.");
    Dataset mixed = data().oneHot(3).augmentBatches(mixUp(1));
    assertThatThrownBy(() -> mixed.plusLabels(data()))
        .hasMessage(
            "Dataset.augmentBatches: expected one input and one label per example to mix, got"
                + " several.\n  Fix: leave augmentBatches(...) out, or the other inputs and"
                + " labels.");
    assertThatThrownBy(() -> mixUp(0))
        .hasMessageStartingWith("MixUp.alpha: expected a number above 0, got 0");
  }
}
