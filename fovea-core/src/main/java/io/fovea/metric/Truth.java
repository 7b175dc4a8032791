// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.error.DataException;
import io.fovea.error.ShapeException;
import io.fovea.tensor.Shape;

/// How metrics read labels and predictions: as classes, or as one yes or no per output.
final class Truth {
  /// A single output above this says yes.
  static final float HALF = 0.5f;

  private Truth() {}

  /// Whether labels are rows, one number per output, rather than class numbers.
  static boolean rows(Shape labels, Shape predictions) {
    return labels.equals(predictions) && predictions.channels() > 1;
  }

  /// Throws unless labels are what a metric that cannot choose reads.
  static void check(String name, boolean rows, Shape labels, Shape predictions) {
    if (rows != rows(labels, predictions)) {
      throw new ShapeException(
          name,
          rows ? "labels of the shape of the predictions " + predictions : "class numbers [N]",
          "labels " + labels,
          "use accuracy(), which reads both, or "
              + (rows ? "the sparse metric." : "the metric without sparse in its name."));
    }
  }

  /// Throws unless there is a label for each prediction.
  static void checkEach(String name, Shape labels, Shape predictions) {
    boolean each =
        labels.equals(predictions)
            || predictions.channels() == 1
                && labels.equals(predictions.slice(0, predictions.rank() - 1));
    if (!each) {
      throw new ShapeException(
          name,
          "labels of the shape of the predictions " + predictions,
          "labels " + labels,
          "use accuracy() for class numbers, or turn them into rows with oneHot("
              + predictions.channels()
              + ").");
    }
  }

  /// Position of the largest of `outputs` values from `at`; the first one wins. As in NumPy, NaN
  /// counts as largest.
  static int argMax(float[] values, int at, int outputs) {
    int best = 0;
    for (int i = 0; i < outputs; i++) {
      if (Float.isNaN(values[at + i])) {
        return i;
      }
      if (values[at + i] > values[at + best]) {
        best = i;
      }
    }
    return best;
  }

  /// The class that a label names; 0 or 1 if there is a single output.
  static int actual(float[] labels, boolean rows, int example, int outputs) {
    if (outputs == 1) {
      return labels[example] > HALF ? 1 : 0;
    }
    return rows ? argMax(labels, example * outputs, outputs) : (int) labels[example];
  }

  /// The class that predictions name; 0 or 1 if there is a single output.
  static int predicted(float[] predictions, int example, int outputs) {
    if (outputs == 1) {
      return predictions[example] > HALF ? 1 : 0;
    }
    return argMax(predictions, example * outputs, outputs);
  }

  /// Whether a label says yes to an output.
  static boolean says(float[] labels, boolean rows, int example, int output, int outputs) {
    if (outputs == 1 || rows) {
      return labels[example * outputs + output] != 0;
    }
    return labels[example] == output;
  }

  /// Throws if a label is no class.
  static int checked(String name, int actual, int classes) {
    if (actual < 0 || actual >= classes) {
      throw new DataException(
          name,
          "labels from 0 to " + (classes - 1),
          "label " + actual,
          "give the network as many outputs as there are classes.");
    }
    return actual;
  }
}
