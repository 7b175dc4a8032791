package io.fovea.data;

import io.fovea.error.DataException;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Checks of labels and weights, made when a data set is described.
final class Labels {
  private Labels() {}

  /// Checks that one label belongs to each of `images` examples.
  static void checkCount(int images, int labels) {
    if (images == 0 || labels == 0) {
      throw empty("Dataset.of", "pass some examples.");
    }
    if (images != labels) {
      throw new DataException(
          "Dataset.of",
          "one label per example",
          images + " examples and " + labels + " labels",
          "pass as many labels as examples.");
    }
  }

  static DataException empty(String where, String fix) {
    return new DataException(where, "at least 1 example", "0 examples", fix);
  }

  /// Checks that the labels are a vector, not one-hot rows.
  static void checkVector(Tensor labels) {
    Shape shape = labels.shape();
    if (!(shape.rank() == 1 || shape.rank() == 2 && shape.get(1) == 1)) {
      throw new DataException(
          "Dataset.of",
          "labels of shape [N] or [N, 1]",
          shape.toString(),
          "pass one number per example: class numbers, not one-hot rows.");
    }
  }

  /// Checks that every label is a number, and a class number if there are classes.
  static void check(Source source, int[] examples, int classes) {
    for (int example : examples) {
      float label = source.label(example);
      // a comparison with NaN is false
      boolean good =
          classes == 0
              ? Math.abs(label) < Float.POSITIVE_INFINITY
              : label >= 0 && label < classes && label == (int) label;
      if (!good) {
        throw new DataException(
            "Dataset example " + example,
            classes == 0 ? "a finite label" : "a class number from 0 to " + (classes - 1),
            "label " + text(label),
            classes == 0
                ? "correct the label."
                : "correct the label, or declare as many classes as there are.");
      }
    }
  }

  /// Checks that labels are class numbers.
  static void checkClasses(String where, int classes) {
    if (classes == 0) {
      throw new DataException(
          where,
          "labels that are class numbers",
          "labels without classes",
          "declare them with classes(...) or classNames(...).");
    }
  }

  static void checkWeights(float[] weights, int size) {
    if (weights.length != size) {
      throw new DataException(
          "Dataset.weights",
          "one weight per example, " + size,
          weights.length + " weights",
          "pass as many weights as examples.");
    }
    for (int i = 0; i < size; i++) {
      if (!(weights[i] >= 0 && weights[i] < Float.POSITIVE_INFINITY)) {
        throw new DataException(
            "Dataset.weights, weight " + i,
            "a finite weight of at least 0",
            text(weights[i]),
            "correct the weight.");
      }
    }
  }

  /// Names for classes that have only numbers.
  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  private static String text(float value) {
    return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
  }
}
