// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.DataException;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// One of the labels of each example. Immutable, shared by the workers.
///
/// @param source what knows them
/// @param numbering which of them belong to an example
/// @param renamed the new number of each class of the source, -1 for those whose examples nobody
///     reads; empty if they keep their numbers
/// @param row numbers of the row of zeros and a one that stands for a class; 0 if labels stay as
///     they are
/// @param classNames empty if labels are not class numbers
record LabelColumn(
    Source source, Numbering numbering, List<Integer> renamed, int row, List<String> classNames) {
  LabelColumn {
    renamed = List.copyOf(renamed);
    classNames = List.copyOf(classNames);
  }

  static LabelColumn of(Source source) {
    return new LabelColumn(source, Numbering.SAME, List.of(), 0, source.classNames());
  }

  /// A scalar unless labels are several numbers each.
  Shape shape() {
    return row > 0 ? Shape.of(row) : source.labelShape();
  }

  boolean isSingle() {
    return shape().rank() == 0;
  }

  /// The label of an example; of a label of several numbers, the position of the largest.
  float value(int example) {
    float label = source.label(numbering.of(example));
    return renamed.isEmpty() ? label : renamed.get((int) label);
  }

  /// Writes all numbers of a label, without allocating.
  void read(int example, float[] target, int at) {
    if (row > 0) {
      Arrays.fill(target, at, at + row, 0);
      target[at + (int) value(example)] = 1;
    } else if (renamed.isEmpty()) {
      source.readLabel(numbering.of(example), target, at);
    } else {
      target[at] = value(example);
    }
  }

  LabelColumn numbering(Numbering changed) {
    return new LabelColumn(source, changed, renamed, row, classNames);
  }

  LabelColumn classNames(List<String> names) {
    return new LabelColumn(source, numbering, renamed, row, names);
  }

  /// With the classes of these names alone, in this order; of other examples the value is -1.
  LabelColumn only(List<String> chosen) {
    Labels.checkClasses("Dataset.only", classNames);
    if (!isSingle()
        || !classNames.containsAll(chosen)
        || chosen.stream().distinct().count() < chosen.size()) {
      throw new DataException(
          "Dataset.only",
          "some of the classes " + classNames + ", each once, as labels of one number",
          chosen + " of labels of shape " + shape(),
          "check the names, and choose classes before oneHot().");
    }
    var numbers = classNames.stream().map(chosen::indexOf).toList();
    var all =
        renamed.isEmpty()
            ? numbers
            : renamed.stream().map(number -> number < 0 ? -1 : numbers.get(number)).toList();
    return new LabelColumn(source, numbering, all, row, chosen);
  }

  /// With rows of zeros and a one.
  ///
  /// @param examples whose labels are to be class numbers
  LabelColumn oneHot(int[] examples, int classes) {
    if (!isSingle()) {
      throw new DataException(
          "Dataset.oneHot",
          "one class number per example",
          "labels of shape " + shape(),
          "leave it out; the labels are rows already.");
    }
    Labels.check(this, examples, classes);
    var names = classNames.size() == classes ? classNames : Labels.numbered(classes);
    return new LabelColumn(source, numbering, renamed, classes, names);
  }
}
