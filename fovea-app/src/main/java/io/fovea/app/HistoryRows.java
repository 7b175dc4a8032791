// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.error.DataException;
import io.fovea.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The rows of a `history.csv`: names first, then one row per epoch.
///
/// @param names of the columns
/// @param rows cells of each epoch
record HistoryRows(List<String> names, List<List<String>> rows) {
  /// Reads a file; one that is not there has no rows.
  static HistoryRows read(Path file) {
    try {
      var lines = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
      var cells = lines.stream().map(line -> List.of(line.split(",", -1))).toList();
      return cells.isEmpty()
          ? new HistoryRows(List.of(), List.of())
          : new HistoryRows(cells.getFirst(), cells.subList(1, cells.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a file that nobody is writing to, so that all of its rows are whole.
  static HistoryRows whole(Path file) {
    var all = read(file);
    return all.first(file, all.rows.size());
  }

  /// The rows of the first epochs, without those that a killed run has written behind them.
  ///
  /// @throws DataException if there are fewer
  /// @throws FormatException if a cell is no number
  HistoryRows first(Path file, int count) {
    if (rows.size() < count) {
      throw new DataException(
          file.toString(),
          "the rows of " + count + " epochs",
          String.valueOf(rows.size()),
          "bring the file back, or train anew.");
    }
    var first = rows.subList(0, count);
    first.forEach(row -> row.forEach(cell -> requireNumber(file, cell)));
    return new HistoryRows(names, first);
  }

  /// As the text of a file; empty without rows.
  String text() {
    var text = new StringBuilder();
    if (!rows.isEmpty()) {
      text.append(String.join(",", names)).append("\r\n");
      rows.forEach(row -> text.append(String.join(",", row)).append("\r\n"));
    }
    return text.toString();
  }

  /// A number of a row, if it is there.
  OptionalDouble value(int row, String name) {
    int column = names.indexOf(name);
    return row < 0 || column < 0 || column >= rows.get(row).size()
        ? OptionalDouble.empty()
        : OptionalDouble.of(number(rows.get(row).get(column)));
  }

  /// Loss and accuracy of a row, of validation where there is one, as a sentence has them.
  String told(int row) {
    boolean validated = value(row, "val_loss").isPresent();
    String prefix = validated ? "val_" : "";
    return String.format(
        Locale.ROOT,
        "%saccuracy %.2f %%, loss %.4f",
        validated ? "validation " : "training ",
        value(row, prefix + "accuracy").orElse(Double.NaN) * 100,
        value(row, prefix + "loss").orElse(Double.NaN));
  }

  private static void requireNumber(Path file, String cell) {
    try {
      var _ = number(cell);
    } catch (NumberFormatException e) {
      throw new FormatException(
          file.toString(), "numbers", cell, "bring the file back, or train anew.");
    }
  }

  /// As [io.fovea.train.CsvLog] writes it.
  private static double number(String cell) {
    return switch (cell) {
      case "NA", "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(cell);
    };
  }
}
