// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// Prints how many branches the tests have taken of the parts that must never fail; a program for
/// `mvn -Pcoverage verify`.
final class Coverage {
  /// One class in JaCoCo's table.
  private record Row(String inPackage, String name, long missed, long covered) {
    static Row of(String line) {
      var cells = line.split(",");
      return new Row(cells[1], cells[2], Long.parseLong(cells[5]), Long.parseLong(cells[6]));
    }

    /// Whether it is one of these classes, or nested in one.
    boolean isOf(String... classes) {
      return List.of(classes).contains(name.split("\\.")[0]);
    }
  }

  private Coverage() {}

  /// @param args JaCoCo's table of classes, `jacoco.csv`
  public static void main(String[] args) throws IOException {
    var parts = new LinkedHashMap<String, Predicate<Row>>();
    parts.put("files of models", row -> row.inPackage().startsWith("io.fovea.formats"));
    parts.put(
        "checkpoints",
        row ->
            row.inPackage().equals("io.fovea.file")
                || row.isOf("ModelCheckpoint", "Checkpoint", "RunFolder", "RunLock", "RunFacts"));
    parts.put("arena planner", row -> row.isOf("ArenaPlanner"));
    var rows = Files.readAllLines(Path.of(args[0])).stream().skip(1).map(Row::of).toList();
    parts.forEach((part, holds) -> print(part, rows.stream().filter(holds).toList()));
  }

  private static void print(String part, List<Row> rows) {
    long covered = rows.stream().mapToLong(Row::covered).sum();
    long all = covered + rows.stream().mapToLong(Row::missed).sum();
    System.out.printf(
        Locale.ROOT,
        "Branches of %s: %.1f %% (%d of %d)%n",
        part,
        all == 0 ? 100.0 : 100.0 * covered / all,
        covered,
        all);
    rows.stream()
        .filter(row -> row.missed() > 0)
        .sorted((a, b) -> Long.compare(b.missed(), a.missed()))
        .forEach(row -> System.out.printf("  %s: %d not taken%n", row.name(), row.missed()));
  }
}
