package io.fovea.data;

import java.util.Arrays;

/// Cuts examples into parts in which each class has its share.
final class Strata {
  private Strata() {}

  /// Chooses `wanted` of the examples, of each class its share up to rounding, the first ones in
  /// the given order; the numbers chosen of all classes sum to `wanted` exactly.
  ///
  /// @param labels class number of each example, in order
  /// @return whether each example is chosen
  static boolean[] choose(int[] labels, int classes, int wanted) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    int[] left = new int[classes];
    long before = 0;
    for (int c = 0; c < classes; c++) {
      // the rounded running total, so that errors do not add up
      long after = before + counts[c];
      left[c] =
          (int) (rounded(after * wanted, labels.length) - rounded(before * wanted, labels.length));
      before = after;
    }
    boolean[] chosen = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      chosen[i] = left[labels[i]] > 0;
      left[labels[i]]--;
    }
    return chosen;
  }

  private static long rounded(long value, long divisor) {
    return (2 * value + divisor) / (2 * divisor);
  }

  /// The examples that are chosen, or those that are not.
  static int[] select(int[] examples, boolean[] chosen, boolean which) {
    int[] kept = new int[examples.length];
    int count = 0;
    for (int i = 0; i < examples.length; i++) {
      if (chosen[i] == which) {
        kept[count++] = examples[i];
      }
    }
    return Arrays.copyOf(kept, count);
  }
}
