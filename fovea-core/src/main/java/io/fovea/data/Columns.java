// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.Args;
import io.fovea.error.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What each example of a data set consists of. Immutable, shared by the workers; nobody changes
/// the array.
///
/// Examples are numbered as in the source of the first input, which leads; every column knows which
/// of its own belong to them.
///
/// @param inputs for each input of a network, at least one
/// @param labels for each output of a network, at least one
/// @param weights by number; empty if all are 1
record Columns(List<InputColumn> inputs, List<LabelColumn> labels, float[] weights) {
  Columns {
    inputs = List.copyOf(inputs);
    labels = List.copyOf(labels);
  }

  /// The columns of a source, whose labels were checked.
  static Columns of(Source source) {
    if (source.size() < 1) {
      throw Labels.empty("Dataset.from", "give the source some examples.");
    }
    return new Columns(
            List.of(InputColumn.of(source)), List.of(LabelColumn.of(source)), new float[0])
        .named(0, source.classNames(), Selection.all(source.size()));
  }

  InputColumn input() {
    return inputs.getFirst();
  }

  LabelColumn label() {
    return labels.getFirst();
  }

  /// How many examples the leading source has.
  int size() {
    return input().inputs().size();
  }

  float weight(int example) {
    return weights.length == 0 ? 1 : weights[example];
  }

  boolean areInMemory() {
    return inputs.stream().allMatch(InputColumn::isInMemory);
  }

  Columns input(InputColumn changed) {
    return new Columns(with(inputs, 0, changed), labels, weights);
  }

  Columns label(int position, LabelColumn changed) {
    return new Columns(inputs, with(labels, position, changed), weights);
  }

  private static <T> List<T> with(List<T> columns, int position, T changed) {
    var list = new ArrayList<>(columns);
    list.set(position, changed);
    return list;
  }

  /// @param chosen the examples whose labels are to be such classes
  Columns named(int position, List<String> names, Selection chosen) {
    var column = labels.get(position);
    Labels.check(column, chosen.examples(), names.size());
    return label(position, column.classNames(names));
  }

  Columns oneHot(int classes, Selection chosen) {
    Args.positive("Dataset.oneHot", classes);
    return label(0, label().oneHot(chosen.examples(), classes));
  }

  /// @param chosen the examples to which the weights belong
  Columns weighted(Selection chosen, float... weights) {
    Labels.checkWeights(weights, chosen.size());
    var all = new float[size()];
    for (int i = 0; i < weights.length; i++) {
      all[chosen.at(i)] = weights[i];
    }
    return new Columns(inputs, labels, all);
  }

  /// @param ours the examples of this data set, in order
  /// @param theirs those of the other one, which belong to them
  Columns plusInputs(Selection ours, Columns others, Selection theirs) {
    checkCount("Dataset.plusInputs", ours, theirs);
    var more =
        others.inputs.stream()
            .map(column -> column.numbering(column.numbering().under(ours, theirs, size())));
    return new Columns(Stream.concat(inputs.stream(), more).toList(), labels, weights);
  }

  Columns plusLabels(Selection ours, Columns others, Selection theirs) {
    checkCount("Dataset.plusLabels", ours, theirs);
    var more =
        others.labels.stream()
            .map(column -> column.numbering(column.numbering().under(ours, theirs, size())));
    return new Columns(inputs, Stream.concat(labels.stream(), more).toList(), weights);
  }

  private static void checkCount(String where, Selection ours, Selection theirs) {
    if (theirs.size() != ours.size()) {
      throw new DataException(
          where,
          ours.size() + " examples to go with those of this data set",
          theirs.size() + " examples",
          "join data sets of the same examples in the same order, before splitting them.");
    }
  }

  Columns forEvaluation() {
    return new Columns(inputs.stream().map(InputColumn::forEvaluation).toList(), labels, weights);
  }

  /// Whole batches are mixed only where an example has one input and one label, a row.
  void checkMixing() {
    if (label().shape().rank() != 1) {
      throw new DataException(
          "Dataset.augmentBatches",
          "labels that are rows of one number per class",
          "labels of shape " + label().shape(),
          "call oneHot(classes) before.");
    }
    if (inputs.size() + labels.size() > 2) {
      throw new DataException(
          "Dataset.augmentBatches",
          "one input and one label per example to mix",
          "several",
          "leave augmentBatches(...) out, or the other inputs and labels.");
    }
  }
}
