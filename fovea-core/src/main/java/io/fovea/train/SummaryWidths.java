// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.train.SummaryTable.Column;
import io.fovea.train.SummaryTable.Cut;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How wide the columns of a summary are, and for which of them there is room.
///
/// @param columns the first ones of all
/// @param cells width of each with the blanks beside its text
record SummaryWidths(List<Column> columns, List<Integer> cells) {
  /// A name cut to fewer characters says nothing.
  private static final int SHORTEST_NAME = 10;

  private static final int BLANKS = 2;

  /// As Keras has them where that leaves room for every number, else from the texts.
  static SummaryWidths of(List<Column> columns, int width, SummaryStyle style) {
    var keras = new SummaryWidths(columns, list(keras(columns, width)));
    if (style.extras() == 0 && keras.holdsNumbers()) {
      return keras;
    }
    int count = columns.size();
    while (count > 3 && sum(least(columns.subList(0, count))) + count + 1 > width) {
      count--;
    }
    var kept = columns.subList(0, count);
    return new SummaryWidths(kept, list(fitted(kept, width, style.width().isPresent())));
  }

  private static List<Integer> list(int[] numbers) {
    return IntStream.of(numbers).boxed().toList();
  }

  private boolean holdsNumbers() {
    var least = least(columns);
    return IntStream.range(0, least.length)
        .allMatch(i -> columns.get(i).cut() != Cut.NEVER || least[i] <= cells.get(i));
  }

  /// Widths as Keras' table library shrinks them: each column first gets its share and two more,
  /// then gives back an equal part of what is too much, halves rounded to even.
  private static int[] keras(List<Column> columns, int width) {
    int count = columns.size();
    var widths = new int[count];
    int before = 0;
    for (int i = 0; i < count; i++) {
      // the last column ends where the table does, whatever 0.1 + 0.2 is
      int end = i == count - 1 ? width : (int) (columns.get(i).end() * width);
      widths[i] = end - before + 2;
      before = end;
    }
    int excess = sum(widths) - (width - (count + 1));
    for (int i = 0; i < count; i++) {
      int part = (int) Math.rint((double) excess / (count - i));
      widths[i] = Math.max(3, widths[i] - part);
      excess -= part;
    }
    return widths;
  }

  /// What each column needs at least; what is left goes to names until they are whole, then to texts
  /// until they stand on one line.
  private static int[] fitted(List<Column> columns, int width, boolean all) {
    var widths = least(columns);
    int room = width - sum(widths) - (columns.size() + 1);
    room = grow(widths, columns.stream().mapToInt(SummaryWidths::words).toArray(), room);
    room = grow(widths, columns.stream().mapToInt(SummaryWidths::texts).toArray(), room);
    widths[0] += all ? room : 0;
    return widths;
  }

  private static int grow(int[] widths, int[] wanted, int room) {
    int left = room;
    while (left > 0 && !Arrays.equals(widths, wanted)) {
      for (int i = 0; i < widths.length && left > 0; i++) {
        if (widths[i] < wanted[i]) {
          widths[i]++;
          left--;
        }
      }
    }
    return left;
  }

  private static int[] least(List<Column> columns) {
    return columns.stream().mapToInt(SummaryWidths::least).toArray();
  }

  private static int least(Column column) {
    int words = words(column);
    return column.cut() == Cut.NEVER ? words : Math.min(BLANKS + SHORTEST_NAME, words);
  }

  private static int words(Column column) {
    return longest(column, " ");
  }

  private static int texts(Column column) {
    return longest(column, "\n");
  }

  private static int longest(Column column, String end) {
    return BLANKS
        + Stream.concat(Stream.of(column.title()), column.cells().stream())
            .flatMap(text -> Stream.of(text.split(end)))
            .mapToInt(String::length)
            .max()
            .orElse(0);
  }

  private static int sum(int[] numbers) {
    return IntStream.of(numbers).sum();
  }
}
