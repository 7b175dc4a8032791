// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.metric.Metrics.auc;
import static io.fovea.metric.Metrics.binaryAccuracy;
import static io.fovea.metric.Metrics.categoricalAccuracy;
import static io.fovea.metric.Metrics.confusionMatrix;
import static io.fovea.metric.Metrics.f1;
import static io.fovea.metric.Metrics.mae;
import static io.fovea.metric.Metrics.meanIou;
import static io.fovea.metric.Metrics.mse;
import static io.fovea.metric.Metrics.precision;
import static io.fovea.metric.Metrics.recall;
import static io.fovea.metric.Metrics.sparseCategoricalAccuracy;
import static io.fovea.metric.Metrics.sparseTopK;
import static io.fovea.metric.Metrics.topK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private static final Offset<Double> ROUNDING = within(1e-12);
  // the score of F1 carries 1e-7 in each divisor
  private static final Offset<Double> WITH_EPSILON = within(3e-7);

  // four examples, three classes; predicted 0, 1, 2, 0
  private static final float[] P = {
    0.7f, 0.2f, 0.1f,
    0.1f, 0.6f, 0.3f,
    0.2f, 0.3f, 0.5f,
    0.8f, 0.2f, 0
  };
  private static final float[] Y = {0, 1, 2, 1};
  private static final float[] Y_ROWS = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0};
  private static final Shape NUMBERS = Shape.of(Shape.OPEN);
  private static final Shape ROWS = Shape.of(Shape.OPEN, 3);

  @Test
  void accuracyCountsTheLargestOutput() {
    assertThat(of(accuracy(), P, Y, 3)).isEqualTo(0.75);
    assertThat(of(sparseCategoricalAccuracy(), P, Y, 3)).isEqualTo(0.75);
    assertThat(of(categoricalAccuracy(), P, Y_ROWS, 3)).isEqualTo(0.75);
  }

  @Test
  void accuracyReadsRowsWhereLabelsAreRows() {
    assertThat(of(accuracy().on(ROWS, ROWS), P, Y_ROWS, 3)).isEqualTo(0.75);
    assertThat(of(accuracy().on(NUMBERS, ROWS), P, Y, 3)).isEqualTo(0.75);
  }

  @Test
  void accuracyOfASingleOutputIsBinary() {
    assertThat(of(accuracy(), new float[] {0.6f, 0.5f, 0.4f}, new float[] {1, 1, 0}, 1))
        .isCloseTo(2 / 3.0, ROUNDING);
    var single = Shape.of(Shape.OPEN, 1);
    assertThat(accuracy().on(single, single)).isEqualTo(accuracy());
  }

  @Test
  void theFirstOfEqualOutputsIsPredicted() {
    float[] tie = {0.5f, 0.5f};
    assertThat(of(accuracy(), tie, new float[] {0}, 2)).isEqualTo(1);
    assertThat(of(accuracy(), tie, new float[] {1}, 2)).isEqualTo(0);
  }

  @Test
  void weightsWeigh() {
    var counts = accuracy().start();
    counts.update(P, Y, new float[] {1, 2, 0, 0.5f}, 4, 3);
    assertThat(counts.result()).isCloseTo(3 / 3.5, ROUNDING);
  }

  @Test
  void batchesAddUp() {
    for (var metric :
        List.of(accuracy(), sparseTopK(2), precision(), recall(), f1(), auc(), meanIou(), mse())) {
      boolean rows = metric instanceof MeanError;
      float[] labels = rows ? Y_ROWS : Y;
      var counts = metric.start();
      counts.update(P, labels, ones(4), 3, 3);
      counts.update(
          Arrays.copyOfRange(P, 9, 12),
          rows ? Arrays.copyOfRange(Y_ROWS, 9, 12) : new float[] {Y[3]},
          ones(1),
          1,
          3);
      assertThat(counts.result()).as(metric.name()).isCloseTo(of(metric, P, labels, 3), ROUNDING);
    }
  }

  @Test
  void nothingSeenGivesZero() {
    for (var metric :
        List.of(
            accuracy(),
            binaryAccuracy(),
            topK(2),
            precision(),
            recall(),
            f1(),
            f1().micro(),
            confusionMatrix(),
            auc(),
            meanIou(),
            mae())) {
      assertThat(metric.start().result()).as(metric.name()).isZero();
    }
  }

  @Test
  void binaryAccuracyHasItsThresholdOnTheNoSide() {
    float[] p = {0.3f, 0.31f, 0.2f, 0.9f};
    assertThat(of(binaryAccuracy(0.3), p, new float[] {0, 1, 0, 0}, 2)).isEqualTo(0.75);
  }

  @Test
  void topKCountsEqualsOfTheLastPlace() {
    float[] p = {0.4f, 0.2f, 0.2f, 0.2f};
    assertThat(of(sparseTopK(2), p, new float[] {3}, 4)).isEqualTo(1);
    assertThat(of(sparseTopK(1), p, new float[] {3}, 4)).isEqualTo(0);
    assertThat(of(topK(2), P, Y_ROWS, 3)).isEqualTo(1);
  }

  @Test
  void topKDoesNotCountWhatIsNoNumber() {
    float[] p = {Float.NaN, 0.2f, 0.2f};
    assertThat(of(sparseTopK(3), p, new float[] {0}, 3)).isZero();
    assertThat(of(sparseTopK(3), p, new float[] {7}, 3)).isZero();
  }

  @Test
  void precisionAndRecallCountOutputsAboveTheThreshold() {
    float[] p = {0.9f, 0.2f, 0, 1, 0.8f};
    float[] y = {1, 0, 1, 1, 0};
    assertThat(of(precision(), p, y, 1)).isCloseTo(2 / 3.0, ROUNDING);
    assertThat(of(recall(), p, y, 1)).isCloseTo(2 / 3.0, ROUNDING);
    assertThat(of(precision().threshold(0.85), p, y, 1)).isEqualTo(1);
    // above one half: 0.7 right, 0.6 right, 0.8 wrong; 0.5 is not above
    assertThat(of(precision(), P, Y, 3)).isCloseTo(2 / 3.0, ROUNDING);
    assertThat(of(recall(), P, Y, 3)).isCloseTo(2 / 4.0, ROUNDING);
    assertThat(of(recall().on(ROWS, ROWS), P, Y_ROWS, 3)).isCloseTo(2 / 4.0, ROUNDING);
    assertThat(of(precision().ofClass(0), P, Y, 3)).isEqualTo(0.5);
    assertThat(of(recall().ofClass(0), P, Y, 3)).isEqualTo(1);
  }

  @Test
  void f1IsTheHarmonicMeanPerClassAndInAllThreeMeans() {
    // class 0: precision 1 / 2, recall 1; class 1: 1, 1 / 2; class 2: 1, 1
    var scores = f1().start();
    scores.update(P, Y, ones(4), 4, 3);
    assertThat(scores.perClass()).containsExactly(new double[] {2 / 3.0, 2 / 3.0, 1}, WITH_EPSILON);
    assertThat(scores.result()).isCloseTo((2 / 3.0 + 2 / 3.0 + 1) / 3, WITH_EPSILON);
    assertThat(of(f1().micro(), P, Y, 3)).isCloseTo(0.75, WITH_EPSILON);
    assertThat(of(f1().weighted(), P, Y, 3))
        .isCloseTo((2 / 3.0 + 2 * 2 / 3.0 + 1) / 4, WITH_EPSILON);
    assertThat(of(f1().on(ROWS, ROWS), P, Y_ROWS, 3)).isEqualTo(scores.result());
  }

  @Test
  void aucIsTheShareOfPairsInTheRightOrder() {
    // positive 0.9, 0, 1; negative 0.2: two of three pairs
    assertThat(of(auc(), new float[] {0.9f, 0.2f, 0, 1}, new float[] {1, 0, 1, 1}, 1))
        .isCloseTo(2 / 3.0, ROUNDING);
    // equals count half
    assertThat(of(auc(), new float[] {0.3f, 0.3f}, new float[] {1, 0}, 1)).isEqualTo(0.5);
    // one class alone has no curve
    assertThat(of(auc(), new float[] {0.3f, 0.3f}, new float[] {1, 1}, 1)).isZero();
    // two predictions between the same two thresholds are equals
    assertThat(of(auc().thresholds(2), new float[] {0.9f, 0.2f}, new float[] {1, 0}, 1))
        .isEqualTo(0.5);
  }

  @Test
  void meanIouLeavesOutClassesThatNeverOccur() {
    // class 0: 1 / 2, class 1: 1 / 2, class 2: 1
    assertThat(of(meanIou(), P, Y, 3)).isCloseTo(2 / 3.0, ROUNDING);
    assertThat(of(meanIou(), new float[] {1, 0, 0, 0, 1, 0}, new float[] {0, 0}, 3))
        .isEqualTo(0.25);
  }

  @Test
  void meanErrorsAreMeansOverTheOutputs() {
    float[] p = {1, 2, 3, 4};
    float[] y = {1, 4, 3, 3};
    assertThat(of(mse(), p, y, 2)).isEqualTo((2 + 0.5) / 2);
    assertThat(of(mae(), p, y, 2)).isEqualTo((1 + 0.5) / 2);
  }

  @Test
  void confusionMatrixCountsAndPrints() {
    var counts = confusionMatrix().names(List.of("cat", "dog", "newt")).start();
    counts.update(P, Y, new float[] {1, 1, 12, 0.5f}, 4, 3);
    assertThat(counts.matrix()).isDeepEqualTo(new double[][] {{1, 0, 0}, {0.5, 1, 0}, {0, 0, 12}});
    assertThat(counts.result()).isCloseTo(14 / 14.5, ROUNDING);
    assertThat(counts)
        .hasToString(
            """
            actual \\ predicted   cat   dog  newt
            cat                    1     0     0
            dog                 0.50     1     0
            newt                   0     0    12\
            """);
  }

  @Test
  void confusionMatrixOfASingleOutputHasTwoClasses() {
    var counts = confusionMatrix().start();
    counts.update(new float[] {0.9f, 0.1f, 0.2f}, new float[] {1, 1, 0}, ones(3), 3, 1);
    assertThat(counts.matrix()).isDeepEqualTo(new double[][] {{1, 0}, {1, 1}});
  }

  @Test
  void labelsThatAreNoClassAreNamed() {
    assertThatThrownBy(() -> of(confusionMatrix(), P, new float[] {0, 1, 3, 0}, 3))
        .isInstanceOf(DataException.class)
        .hasMessage(
            """
            confusion_matrix: expected labels from 0 to 2, got label 3.
              Fix: give the network as many outputs as there are classes.\
            """);
  }

  @Test
  void metricsForOneKindOfLabelsRejectTheOther() {
    assertThatThrownBy(() -> sparseCategoricalAccuracy().on(ROWS, ROWS))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            """
            sparse_categorical_accuracy: expected class numbers [N], got labels [N, 3].
              Fix: use accuracy(), which reads both, or the metric without sparse in its name.\
            """);
    assertThatThrownBy(() -> topK(2).on(NUMBERS, ROWS))
        .hasMessage(
            """
            top_k_categorical_accuracy: expected labels of the shape of the predictions [N, 3], \
            got labels [N].
              Fix: use accuracy(), which reads both, or the sparse metric.\
            """);
  }

  @Test
  void namesAreKerasOnesUnlessChosen() {
    assertThat(
            List.of(
                accuracy().name(),
                sparseTopK(5).named("top5").name(),
                f1().name(),
                meanIou().name(),
                mse().name()))
        .containsExactly("accuracy", "top5", "f1_score", "mean_io_u", "mean_squared_error");
    assertThat(accuracy().named("a").on(ROWS, ROWS)).isEqualTo(new Accuracy(true).named("a"));
    assertThat(accuracy().named("a").direction()).isEqualTo(Metric.Direction.UP);
    assertThat(mae().direction()).isEqualTo(Metric.Direction.DOWN);
  }

  private static double of(Metric metric, float[] predictions, float[] labels, int outputs) {
    var counts = metric.start();
    int count = predictions.length / outputs;
    counts.update(predictions, labels, ones(count), count, outputs);
    return counts.result();
  }

  private static float[] ones(int count) {
    var ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
