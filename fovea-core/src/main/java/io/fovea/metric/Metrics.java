// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import java.util.List;
import java.util.OptionalInt;

/// Metrics by name, with Keras' defaults.
///
/// ```java
/// model.compile(
///     adam(1e-3), sparseCategoricalCrossentropy(), accuracy(), sparseTopK(5).named("top5"));
/// ```
public final class Metrics {
  private Metrics() {}

  /// Share of examples whose predicted class is right, whatever the labels look like.
  public static Accuracy accuracy() {
    return new Accuracy(false);
  }

  /// Accuracy for classes given as numbers.
  public static CategoricalAccuracy sparseCategoricalAccuracy() {
    return new CategoricalAccuracy(false);
  }

  /// Accuracy for classes given as rows of zeros and a one.
  public static CategoricalAccuracy categoricalAccuracy() {
    return new CategoricalAccuracy(true);
  }

  /// Share of yes-or-no outputs that are right; above 0.5 is yes.
  public static BinaryAccuracy binaryAccuracy() {
    return binaryAccuracy(0.5);
  }

  /// Share of yes-or-no outputs that are right; above `threshold` is yes.
  public static BinaryAccuracy binaryAccuracy(double threshold) {
    return new BinaryAccuracy(threshold);
  }

  /// Share of examples whose class is among the `k` largest outputs, for classes given as rows of
  /// zeros and a one.
  public static TopK topK(int k) {
    return new TopK(k, true);
  }

  /// Share of examples whose class is among the `k` largest outputs, for classes given as numbers.
  public static TopK sparseTopK(int k) {
    return new TopK(k, false);
  }

  /// Of what was predicted, the share that is right; above 0.5 is a prediction.
  public static Precision precision() {
    return new Precision(0.5, false, OptionalInt.empty());
  }

  /// Of what there was to find, the share that was predicted; above 0.5 is a prediction.
  public static Recall recall() {
    return new Recall(0.5, false, OptionalInt.empty());
  }

  /// Harmonic mean of precision and recall, mean over the classes.
  public static F1 f1() {
    return new F1(F1.Average.MACRO, false);
  }

  /// How often each class was taken for each.
  public static ConfusionMatrix confusionMatrix() {
    return new ConfusionMatrix(List.of(), false);
  }

  /// Area under the ROC curve, from 200 thresholds.
  public static Auc auc() {
    return new Auc(200, false);
  }

  /// Mean intersection over union of the classes.
  public static MeanIou meanIou() {
    return new MeanIou(false);
  }

  /// Mean of squared errors.
  public static MeanError mse() {
    return new MeanError(true);
  }

  /// Mean of absolute errors.
  public static MeanError mae() {
    return new MeanError(false);
  }
}
