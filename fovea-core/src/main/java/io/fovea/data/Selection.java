// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.Args;
import io.fovea.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Which examples a data set holds, in fixed order, and which of them go into a part.
///
/// Immutable: nobody changes the array.
///
/// @param examples their numbers in the leading source
record Selection(int... examples) {
  static Selection all(int size) {
    return new Selection(IntStream.range(0, size).toArray());
  }

  int size() {
    return examples.length;
  }

  /// The number of the example at a position of the fixed order.
  int at(int position) {
    Args.within("Dataset position", position, 0, size() - 1);
    return examples[position];
  }

  /// @param where names the part, for messages
  Selection range(String where, int from, int to) {
    if (from >= to) {
      throw Labels.empty(where + " of " + size(), "choose a part that holds an example.");
    }
    return new Selection(Arrays.copyOfRange(examples, from, to));
  }

  /// The examples of the classes that are left, see [LabelColumn#only].
  Selection only(LabelColumn labels) {
    var kept = where(example -> labels.value(example) >= 0);
    if (kept.size() == 0) {
      throw Labels.empty(
          "Dataset.only " + labels.classNames(), "choose classes that have examples.");
    }
    return kept;
  }

  Selection perClass(LabelColumn labels, int count) {
    Labels.checkClasses("Dataset.takePerClass", labels.classNames());
    Args.positive("Dataset.takePerClass", count);
    int[] taken = new int[labels.classNames().size()];
    return where(example -> taken[(int) labels.value(example)]++ < count);
  }

  private Selection where(IntPredicate chosen) {
    return new Selection(Arrays.stream(examples).filter(chosen).toArray());
  }

  /// What to train on, then what to validate on, see [Dataset#validationSplit].
  List<Selection> validationSplit(double fraction) {
    int at = (int) Math.floor(size() * (1 - Args.fraction("Dataset.validationSplit", fraction)));
    return List.of(
        range("Dataset.validationSplit, training part", 0, at),
        range("Dataset.validationSplit, validation part", at, size()));
  }

  Selection mixed(long seed) {
    return new Selection(Order.whole(examples, Rng.of(seed).at("mix")));
  }

  /// Parts of these shares of the whole, see [Dataset#split].
  List<Selection> split(double... shares) {
    int[] sizes = sizes(shares);
    var parts = new ArrayList<Selection>(shares.length);
    int from = 0;
    for (int k = 0; k < sizes.length; k++) {
      parts.add(range("Dataset.split, part " + k, from, from + sizes[k]));
      from += sizes[k];
    }
    return parts;
  }

  private int[] sizes(double... shares) {
    double sum = 0;
    for (double share : shares) {
      sum += Args.positive("Dataset.split", share);
    }
    int[] sizes = new int[shares.length];
    double reached = 0;
    int from = 0;
    for (int k = 0; k < shares.length; k++) {
      reached += shares[k];
      // the last part ends at n whatever the sum was rounded to
      int to = k == shares.length - 1 ? size() : (int) Math.rint(size() * reached / sum);
      sizes[k] = to - from;
      from = to;
    }
    return sizes;
  }

  /// Parts with the share of every class, see [Dataset#splitStratified].
  List<Selection> stratified(LabelColumn labels, double... shares) {
    Labels.checkClasses("Dataset.splitStratified", labels.classNames());
    int[] classOf = classes(labels);
    int[][] left = Strata.counts(counts(labels), sizes(shares), shares);
    var parts = new ArrayList<Selection>(shares.length);
    boolean[] taken = new boolean[size()];
    for (int k = 0; k < shares.length; k++) {
      int[] part = new int[Arrays.stream(left[k]).sum()];
      if (part.length == 0) {
        throw Labels.empty(
            "Dataset.splitStratified, part " + k + " of " + size(),
            "choose a part that holds an example.");
      }
      for (int i = 0, at = 0; at < part.length; i++) {
        if (!taken[i] && left[k][classOf[i]] > 0) {
          left[k][classOf[i]]--;
          taken[i] = true;
          part[at++] = examples[i];
        }
      }
      parts.add(new Selection(part));
    }
    return parts;
  }

  int[] classCounts(LabelColumn labels) {
    Labels.checkClasses("Dataset.classCounts", labels.classNames());
    return counts(labels);
  }

  /// Weights with which every class counts the same, see [Dataset#balanced].
  float[] balanced(LabelColumn labels) {
    Labels.checkClasses("Dataset.balanced", labels.classNames());
    int[] counts = counts(labels);
    float[] balanced = new float[size()];
    for (int i = 0; i < balanced.length; i++) {
      int label = (int) labels.value(examples[i]);
      balanced[i] = (float) (size() / ((double) counts.length * counts[label]));
    }
    return balanced;
  }

  private int[] counts(LabelColumn labels) {
    int[] counts = new int[labels.classNames().size()];
    for (int label : classes(labels)) {
      counts[label]++;
    }
    return counts;
  }

  private int[] classes(LabelColumn labels) {
    return Arrays.stream(examples).map(example -> (int) labels.value(example)).toArray();
  }
}
