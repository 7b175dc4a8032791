// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

import io.fovea.Internal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Names that somebody may have meant.
@Internal
public final class Nearest {
  private static final int MOST = 3;

  private Nearest() {}

  private record Candidate(String name, boolean begins, int distance) {}

  /// Up to three names that are like a word, the likeliest first; case and punctuation do not count.
  /// A name is like a word if one begins with the other, or if at most a third of it has to be changed.
  public static List<String> of(String word, Collection<String> names) {
    String wanted = plain(word);
    if (wanted.isEmpty() || wanted.length() > 100) {
      return List.of();
    }
    var candidates = new ArrayList<Candidate>();
    for (var name : names) {
      String plain = plain(name);
      int distance = changes(wanted, plain);
      boolean begins =
          Math.min(plain.length(), wanted.length()) >= 2
              && (plain.startsWith(wanted) || wanted.startsWith(plain));
      if (begins || 3 * distance <= Math.max(wanted.length(), plain.length())) {
        candidates.add(new Candidate(name, begins, distance));
      }
    }
    return candidates.stream()
        .sorted(
            Comparator.comparing(Candidate::begins)
                .reversed()
                .thenComparingInt(Candidate::distance))
        .limit(MOST)
        .map(Candidate::name)
        .toList();
  }

  /// What to do about a word that is no name: `did you mean a, b or c? 'fovea zoo' lists all.`
  ///
  /// @param list says where all names are, as a sentence
  public static String fix(String word, Collection<String> names, String list) {
    var near = of(word, names);
    if (near.isEmpty()) {
      return list;
    }
    var last = near.getLast();
    var others = String.join(", ", near.subList(0, near.size() - 1));
    return "did you mean " + (others.isEmpty() ? "" : others + " or ") + last + "? " + list;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /// Characters to insert, delete, exchange or swap with their neighbour (optimal string alignment).
  private static int changes(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1);
        least = Math.min(least, rows[i - 1][j - 1] + same);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        rows[i][j] = swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
      }
    }
    return rows[a.length()][b.length()];
  }
}
