// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.util.OptionalDouble;
import java.util.function.Function;

/// What tells the better of two epochs.
///
/// @param prefix `val_` where a part is held back to validate on, else empty
/// @param accuracyFirst whether more accuracy is better and the loss decides between equals; else the
///     loss alone does
record Measure(String prefix, boolean accuracyFirst) {
  /// How good an epoch was.
  ///
  /// @param accuracy 0 where only the loss counts
  record Score(double accuracy, double loss) {
    /// Of nothing; any other is better.
    static final Score NONE = new Score(-1, Double.POSITIVE_INFINITY);

    /// Whether it is better; one without a loss is not.
    boolean beats(Score other) {
      return !Double.isNaN(loss)
          && (accuracy > other.accuracy || (accuracy == other.accuracy && loss < other.loss));
    }
  }

  /// @param numbers of an epoch, by name
  Score of(Function<String, OptionalDouble> numbers) {
    double accuracy = accuracyFirst ? numbers.apply(prefix + "accuracy").orElse(0) : 0;
    return new Score(accuracy, numbers.apply(prefix + "loss").orElse(Double.NaN));
  }
}
