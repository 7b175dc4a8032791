// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import java.util.OptionalInt;

/// Losses by name, with Keras' defaults; options follow after the dot.
///
/// ```java
/// model.compile(adam(1e-3), sparseCategoricalCrossentropy().fromLogits());
/// ```
public final class Losses {
  private Losses() {}

  /// For classes given as numbers; the usual choice behind a softmax.
  public static SparseCategoricalCrossentropy sparseCategoricalCrossentropy() {
    return new SparseCategoricalCrossentropy(false, 0, OptionalInt.empty());
  }

  /// For classes given as rows of zeros and a one.
  public static CategoricalCrossentropy categoricalCrossentropy() {
    return new CategoricalCrossentropy(false, 0);
  }

  /// For yes-or-no outputs behind a sigmoid.
  public static BinaryCrossentropy binaryCrossentropy() {
    return new BinaryCrossentropy(false, 0);
  }

  /// Binary crossentropy that cares little for what is already right: gamma 2, not balanced.
  public static BinaryFocal binaryFocal() {
    return new BinaryFocal(false, 0, 2, 0.25, false);
  }

  /// Categorical crossentropy that cares little for what is already right: gamma 2, alpha 0.25.
  public static CategoricalFocal categoricalFocal() {
    return new CategoricalFocal(false, 0, 2, 0.25);
  }

  /// Mean of squared errors.
  public static SimpleLoss meanSquaredError() {
    return SimpleLoss.MEAN_SQUARED_ERROR;
  }

  /// Mean of absolute errors.
  public static SimpleLoss meanAbsoluteError() {
    return SimpleLoss.MEAN_ABSOLUTE_ERROR;
  }

  /// Mean of absolute errors in percent of the label.
  public static SimpleLoss meanAbsolutePercentageError() {
    return SimpleLoss.MEAN_ABSOLUTE_PERCENTAGE_ERROR;
  }

  /// Mean of squared errors of `ln(x + 1)`.
  public static SimpleLoss meanSquaredLogarithmicError() {
    return SimpleLoss.MEAN_SQUARED_LOGARITHMIC_ERROR;
  }

  /// Squared error up to 1, absolute error from there.
  public static Huber huber() {
    return huber(1);
  }

  /// Squared error up to `delta`, absolute error from there.
  public static Huber huber(double delta) {
    return new Huber(delta);
  }

  /// Logarithm of the hyperbolic cosine of the error.
  public static SimpleLoss logCosh() {
    return SimpleLoss.LOG_COSH;
  }

  /// For labels that are counts.
  public static SimpleLoss poisson() {
    return SimpleLoss.POISSON;
  }

  /// How much a predicted distribution differs from the label's.
  public static SimpleLoss klDivergence() {
    return SimpleLoss.KL_DIVERGENCE;
  }

  /// Minus the cosine of the angle between label and prediction.
  public static SimpleLoss cosineSimilarity() {
    return SimpleLoss.COSINE_SIMILARITY;
  }

  /// Margin loss for labels -1 and 1, or 0 and 1.
  public static SimpleLoss hinge() {
    return SimpleLoss.HINGE;
  }

  /// Squared margin loss for labels -1 and 1, or 0 and 1.
  public static SimpleLoss squaredHinge() {
    return SimpleLoss.SQUARED_HINGE;
  }

  /// Margin loss for classes given as rows of zeros and a one.
  public static SimpleLoss categoricalHinge() {
    return SimpleLoss.CATEGORICAL_HINGE;
  }

  /// How little two masks overlap, over the whole batch.
  public static Overlap dice() {
    return new Overlap(0.5, 0.5, true, false);
  }

  /// How little two masks overlap, over the whole batch, with a price each for what is too much and
  /// what is missed. [#dice] is nearly the same with one half and one half.
  public static Overlap tversky(double alpha, double beta) {
    return new Overlap(alpha, beta, false, false);
  }
}
