package io.fovea.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /// The first `count` rows.
  HistoryRows first(int count) {
    return new HistoryRows(names, rows.subList(0, Math.min(count, rows.size())));
  }

  /// The smallest number of a column, if there is one.
  OptionalDouble least(String name) {
    int column = names.indexOf(name);
    return rows.stream()
        .filter(row -> column >= 0 && column < row.size())
        .map(row -> row.get(column))
        .mapToDouble(HistoryRows::number)
        .filter(number -> !Double.isNaN(number))
        .min();
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

  /// As the text of a file.
  String text() {
    var text = new StringBuilder(String.join(",", names)).append("\r\n");
    rows.forEach(row -> text.append(String.join(",", row)).append("\r\n"));
    return text.toString();
  }
}
