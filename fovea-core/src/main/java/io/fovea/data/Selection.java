package io.fovea.data;

import io.fovea.error.Args;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which examples of a source a data set holds, in fixed order, and which of them go into a part.
///
/// Immutable: nobody changes the array.
///
/// @param examples numbers in the source
record Selection(Source source, int[] examples) {
  int size() {
    return examples.length;
  }

  /// @param where names the part, for messages
  int[] range(String where, int from, int to) {
    if (from >= to) {
      throw Labels.empty(where + " of " + size(), "choose a part that holds an example.");
    }
    return Arrays.copyOfRange(examples, from, to);
  }

  /// The examples whose class has a new number.
  ///
  /// @param numbers for each class its new number, or -1
  int[] renumbered(List<Integer> numbers) {
    return Arrays.stream(examples)
        .filter(example -> numbers.get((int) source.label(example)) >= 0)
        .toArray();
  }

  int[] perClass(int classes, int count) {
    int[] taken = new int[classes];
    return Arrays.stream(examples)
        .filter(example -> taken[(int) source.label(example)]++ < count)
        .toArray();
  }

  /// Parts of these shares of the whole, see [Dataset#split].
  List<int[]> split(double... shares) {
    int[] sizes = sizes(shares);
    var parts = new ArrayList<int[]>(shares.length);
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
  List<int[]> stratified(int classes, double... shares) {
    int[] labels = labels(examples);
    int[][] left = Strata.counts(classCounts(classes), sizes(shares), shares);
    var parts = new ArrayList<int[]>(shares.length);
    boolean[] taken = new boolean[labels.length];
    for (int k = 0; k < shares.length; k++) {
      int[] part = new int[Arrays.stream(left[k]).sum()];
      if (part.length == 0) {
        throw Labels.empty(
            "Dataset.splitStratified, part " + k + " of " + size(),
            "choose a part that holds an example.");
      }
      for (int i = 0, at = 0; at < part.length; i++) {
        if (!taken[i] && left[k][labels[i]] > 0) {
          left[k][labels[i]]--;
          taken[i] = true;
          part[at++] = examples[i];
        }
      }
      parts.add(part);
    }
    return parts;
  }

  int[] classCounts(int classes) {
    int[] counts = new int[classes];
    for (int label : labels(examples)) {
      counts[label]++;
    }
    return counts;
  }

  /// Weights with which every class counts the same, see [Dataset#balanced].
  float[] balanced(int classes) {
    int[] counts = classCounts(classes);
    float[] balanced = new float[size()];
    for (int i = 0; i < balanced.length; i++) {
      int label = (int) source.label(examples[i]);
      balanced[i] = (float) (size() / ((double) classes * counts[label]));
    }
    return balanced;
  }

  private int[] labels(int[] chosen) {
    return Arrays.stream(chosen).map(example -> (int) source.label(example)).toArray();
  }
}
