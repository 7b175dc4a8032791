// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The numbers of epochs in columns.
final class HistoryTable {
  /// Epochs shown at the beginning and at the end of a long run.
  private static final int ENDS = 10;

  private HistoryTable() {}

  static String of(List<Logs> epochs) {
    var names = new TreeSet<String>();
    epochs.forEach(logs -> names.addAll(logs.values().keySet()));
    var rows = new ArrayList<List<String>>();
    rows.add(row("epoch", names.stream().toList()));
    for (int i = 0; i < epochs.size(); i++) {
      if (i >= ENDS && i < epochs.size() - ENDS) {
        if (i == ENDS) {
          rows.add(row("...", names.stream().map(_ -> "...").toList()));
        }
        continue;
      }
      var logs = epochs.get(i);
      rows.add(row(String.valueOf(i + 1), names.stream().map(name -> number(logs, name)).toList()));
    }
    int[] widths =
        IntStream.range(0, names.size() + 1)
            .map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private static List<String> row(String first, List<String> others) {
    var row = new ArrayList<>(List.of(first));
    row.addAll(others);
    return row;
  }

  private static String number(Logs logs, String name) {
    var value = logs.find(name);
    return value.isPresent() ? Numbers.brief(value.getAsDouble()) : "-";
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(c -> " ".repeat(widths[c] - row.get(c).length()) + row.get(c))
        .collect(Collectors.joining("  "));
  }
}
