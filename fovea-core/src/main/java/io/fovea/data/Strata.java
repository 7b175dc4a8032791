// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How many examples of each class go into each part.
///
/// Parts get as many as they are to have, of each class its share up to rounding. Then whatever class
/// is missing in a part gets one of its examples there, taken from the part with most of them, as
/// long as it has some; the largest shares come first where it has fewer than there are parts.
final class Strata {
  private Strata() {}

  /// @param classes number of examples of each class
  /// @param sizes of the parts, which sum to the number of examples
  /// @param shares of the parts
  /// @return for each part, the number of examples of each class
  static int[][] counts(int[] classes, int[] sizes, double[] shares) {
    int[][] counts = new int[sizes.length][];
    int[] rest = classes.clone();
    for (int part = 0; part < sizes.length - 1; part++) {
      counts[part] = shared(rest, sizes[part]);
      for (int c = 0; c < rest.length; c++) {
        rest[c] -= counts[part][c];
      }
    }
    counts[sizes.length - 1] = rest;
    List<Integer> largest =
        IntStream.range(0, sizes.length)
            .boxed()
            .sorted(Comparator.comparing((Integer part) -> -shares[part]))
            .toList();
    for (int c = 0; c < classes.length; c++) {
      fill(counts, c, largest.subList(0, Math.min(classes[c], sizes.length)));
    }
    return counts;
  }

  /// `wanted` examples, of each class its share up to rounding.
  private static int[] shared(int[] classes, int wanted) {
    int all = Arrays.stream(classes).sum();
    int[] shared = new int[classes.length];
    long before = 0;
    for (int c = 0; c < classes.length && all > 0; c++) {
      // the rounded running total, so that errors do not add up
      long after = before + classes[c];
      shared[c] = (int) (rounded(after * wanted, all) - rounded(before * wanted, all));
      before = after;
    }
    return shared;
  }

  /// @param needy parts that are to have one of the class, as many as it has examples at most
  private static void fill(int[][] counts, int label, List<Integer> needy) {
    for (int part : needy) {
      if (counts[part][label] == 0) {
        int donor =
            IntStream.range(0, counts.length)
                .boxed()
                .max(Comparator.comparing(p -> counts[p][label] - (needy.contains(p) ? 1 : 0)))
                .orElseThrow();
        counts[donor][label]--;
        counts[part][label]++;
      }
    }
  }

  private static long rounded(long value, long divisor) {
    return (2 * value + divisor) / (2 * divisor);
  }
}
