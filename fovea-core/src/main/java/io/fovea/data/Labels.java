// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.Args;
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

  /// How many examples a tensor `[N, ...]` holds.
  static int count(Tensor tensor) {
    return tensor.shape().rank() == 0 ? 0 : tensor.shape().get(0);
  }

  /// How many examples of a shape so many values are.
  static int count(Shape exampleShape, int values) {
    long elements = exampleShape.elements();
    if (elements == 0 || values % elements != 0) {
      throw new DataException(
          "Dataset.of",
          "a multiple of " + elements + " values, the size of an example " + exampleShape,
          values + " values",
          "pass whole examples, one after the other.");
    }
    return (int) (values / elements);
  }

  static DataException empty(String where, String fix) {
    return new DataException(where, "at least 1 example", "0 examples", fix);
  }

  /// Checks that the label of every example is a number, and a class number if there are classes;
  /// that every number is, if labels are several.
  static void check(LabelColumn labels, int[] examples, int classes) {
    if (!labels.isSingle()) {
      checkRows(labels, examples, classes);
      return;
    }
    for (int example : examples) {
      float label = labels.value(example);
      // a comparison with NaN is false
      boolean good =
          classes == 0 ? isFinite(label) : label >= 0 && label < classes && label == (int) label;
      if (!good) {
        throw new DataException(
            "Dataset example " + labels.numbering().of(example),
            classes == 0 ? "a finite label" : "a class number from 0 to " + (classes - 1),
            "label " + text(label),
            classes == 0
                ? "correct the label."
                : "correct the label, or declare as many classes as there are.");
      }
    }
  }

  private static void checkRows(LabelColumn labels, int[] examples, int classes) {
    Shape shape = labels.shape();
    if (classes > 0 && !shape.equals(Shape.of(classes))) {
      throw new DataException(
          "Dataset.classes",
          "as many classes as labels " + shape + " have numbers",
          classes + " classes",
          "declare one class for each number of a label.");
    }
    var row = new float[Math.toIntExact(shape.elements())];
    for (int example : examples) {
      labels.read(example, row, 0);
      for (float number : row) {
        if (!isFinite(number)) {
          throw new DataException(
              "Dataset example " + labels.numbering().of(example),
              "finite labels",
              "label " + text(number),
              "correct the label.");
        }
      }
    }
  }

  private static boolean isFinite(float number) {
    return Math.abs(number) < Float.POSITIVE_INFINITY;
  }

  /// Checks that labels are class numbers.
  static void checkClasses(String where, List<String> classNames) {
    if (classNames.isEmpty()) {
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

  /// Names for so many classes, at least one, that have only numbers.
  static List<String> numbered(String where, int classes) {
    return numbered(Args.positive(where, classes));
  }

  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  private static String text(float value) {
    return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
  }
}
