// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.golden;

import static io.fovea.metric.Metrics.auc;
import static io.fovea.metric.Metrics.binaryAccuracy;
import static io.fovea.metric.Metrics.categoricalAccuracy;
import static io.fovea.metric.Metrics.f1;
import static io.fovea.metric.Metrics.meanIou;
import static io.fovea.metric.Metrics.precision;
import static io.fovea.metric.Metrics.recall;
import static io.fovea.metric.Metrics.sparseCategoricalAccuracy;
import static io.fovea.metric.Metrics.sparseTopK;
import static io.fovea.metric.Metrics.topK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.metric.Metric;
import io.fovea.testkit.Goldens;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class MetricsGoldenTest {
  private static final Goldens GOLDENS = Goldens.keras();

  // Keras counts in float32 and divides up to three times
  private static final Offset<Double> FLOAT32 = within(4 * 0x1p-24);

  private static final float[] P = input("p");
  private static final float[] Y = input("y");
  private static final float[] EQUAL = {1, 1, 1, 1};
  private static final Set<String> CHECKED = new HashSet<>();

  @AfterAll
  static void everyGoldenMetricIsChecked() {
    assertThat(CHECKED).containsExactlyInAnyOrderElementsOf(GOLDENS.names("metrics"));
  }

  @Test
  void categoricalMetricsAreKerasOnes() {
    agrees("CategoricalAccuracy", categoricalAccuracy(), P, rows(), EQUAL);
    agrees("CategoricalAccuracy_sw", categoricalAccuracy(), P, rows(), input("sample_weight"));
    agrees("SparseCategoricalAccuracy", sparseCategoricalAccuracy(), P, Y, EQUAL);
    agrees("TopK2", topK(2), P, rows(), EQUAL);
    agrees("SparseTopK2", sparseTopK(2), P, Y, EQUAL);
    agrees("F1Score_micro", f1().micro(), P, Y, EQUAL);
    agrees("MeanIoU3", meanIou(), P, Y, EQUAL);
  }

  @Test
  void binaryMetricsAreKerasOnes() {
    var metrics = new Metric[] {binaryAccuracy(), precision(), recall(), auc()};
    var names = new String[] {"BinaryAccuracy", "Precision", "Recall", "AUC"};
    for (int i = 0; i < names.length; i++) {
      agrees(names[i], metrics[i], input("bp"), input("by"), EQUAL);
    }
  }

  @Test
  void f1PerClassIsKerasOne() {
    var scores = f1().start();
    scores.update(P, Y, EQUAL, 4, 3);
    assertThat(scores.perClass())
        .containsExactly(GOLDENS.numbers("metrics", "F1Score_none"), FLOAT32);
    CHECKED.add("F1Score_none");
  }

  private static void agrees(
      String name, Metric metric, float[] predictions, float[] labels, float[] weights) {
    var counts = metric.start();
    counts.update(predictions, labels, weights, 4, predictions.length / 4);
    assertThat(counts.result()).as(name).isCloseTo(GOLDENS.number("metrics", name), FLOAT32);
    CHECKED.add(name);
  }

  private static float[] rows() {
    var rows = new float[12];
    for (int i = 0; i < 4; i++) {
      rows[3 * i + (int) Y[i]] = 1;
    }
    return rows;
  }

  private static float[] input(String name) {
    double[] numbers = GOLDENS.numbers("losses", "inputs", name);
    var floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
