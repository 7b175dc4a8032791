// SPDX-License-Identifier: Apache-2.0
package io.fovea.loss;

import io.fovea.error.Args;
import io.fovea.error.ShapeException;
import io.fovea.nn.Node;
import io.fovea.tensor.Shape;
import java.util.stream.IntStream;

/// What the formulas of losses have in common.
final class Terms {
  /// Keeps logarithms and quotients finite: Keras' `epsilon()`.
  static final double EPSILON = 1e-7;

  /// `1 - 1e-7` as float32 has it, which is 1.19e-7 below 1; the double would give another surprise
  /// at what was held to be impossible.
  static final double ALMOST_1 = (float) (1 - EPSILON);

  private Terms() {}

  /// `1 - x`.
  static Node not(Node x) {
    return x.times(-1).plus(1);
  }

  /// The larger of `x` and a constant.
  static Node atLeast(Node x, double bound) {
    return x.max(x.fill(bound));
  }

  /// The mean over all axes but the first, `[N]`.
  static Node perExample(Node x) {
    int[] axes = IntStream.range(1, x.shape().rank()).toArray();
    return axes.length == 0 ? x : x.mean(axes).reshape(Shape.OPEN);
  }

  /// Probabilities that sum to 1 and keep away from 0 and 1.
  static Node normalized(Node probabilities) {
    return probabilities.over(probabilities.sum(-1)).clip(EPSILON, ALMOST_1);
  }

  /// Labels moved towards indifference: `y (1 - smoothing) + smoothing / classes`.
  static Node smoothed(Node y, double smoothing, int classes) {
    return smoothing == 0 ? y : y.times(1 - smoothing).plus(smoothing / classes);
  }

  /// Labels of the shape of the predictions, after checking that they are; `[N, ...]` for
  /// `[N, ..., 1]` will do.
  static Node alike(String loss, Node labels, Node predictions) {
    var expected = predictions.shape();
    if (labels.shape().equals(expected)) {
      return labels;
    }
    if (expected.rank() > 1
        && expected.channels() == 1
        && labels.shape().equals(numbers(expected))) {
      return labels.reshape(expected.toArray());
    }
    boolean classNumbers = expected.rank() > 1 && labels.shape().equals(numbers(expected));
    throw new ShapeException(
        loss,
        "labels of the shape of the predictions " + expected,
        "labels " + labels.shape(),
        classNumbers
            ? "use sparseCategoricalCrossentropy() for labels that are class numbers."
            : "give one label per output.");
  }

  /// Class numbers `[N, ...]` for predictions `[N, ..., C]`, after checking the labels.
  static Node classNumbers(String loss, Node labels, Node predictions) {
    var expected = numbers(predictions.shape());
    if (predictions.channels() < 2) {
      throw new ShapeException(
          loss,
          "predictions [N, classes] for at least 2 classes",
          "predictions " + predictions.shape(),
          "use binaryCrossentropy() for a single output.");
    }
    if (labels.shape().equals(expected)) {
      return labels;
    }
    if (labels.shape().equals(expected.then(Shape.of(1)))) {
      return labels.reshape(expected.toArray());
    }
    throw new ShapeException(
        loss,
        "class numbers " + expected + " for predictions " + predictions.shape(),
        "labels " + labels.shape(),
        labels.shape().equals(predictions.shape())
            ? "use categoricalCrossentropy() for labels as rows of zeros and a one."
            : "give one class number per example.");
  }

  /// The shape of class numbers for predictions `[N, ..., C]`.
  static Shape numbers(Shape predictions) {
    return predictions.slice(0, predictions.rank() - 1);
  }

  /// Throws unless a label smoothing lies in 0..1.
  static void checkSmoothing(String loss, double smoothing) {
    Args.fraction(loss + ".labelSmoothing", smoothing);
  }

  /// Throws unless a number is finite and at least 0.
  static void checkNotNegative(String where, double value) {
    Args.check(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        where,
        "a finite number of at least 0",
        value,
        "pass 0 or more.");
  }
}
