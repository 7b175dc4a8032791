// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import java.util.ArrayList;
import java.util.List;

/// What a terminal shows of a stream of text: carriage returns go back, long lines go on below, colors
/// are nothing to see. All lines are kept, as if one could scroll back. Mutable.
final class Screen {
  private final int columns;
  private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
  private int column;

  Screen(int columns) {
    this.columns = columns;
  }

  /// The rows after a text, without blanks at their ends.
  static List<String> of(int columns, String text) {
    var screen = new Screen(columns);
    var plain = text.replaceAll("\033\\[[0-9;]*m", "");
    plain.codePoints().forEach(screen::put);
    return screen.rows.stream().map(row -> row.toString().stripTrailing()).toList();
  }

  private void put(int point) {
    switch (point) {
      case '\r' -> column = 0;
      case '\n' -> newRow();
      case 0x1b, '\b', 0x07 -> throw new AssertionError("the terminal was told " + point);
      default -> draw(Character.toString(point));
    }
  }

  private void draw(String character) {
    if (column == columns) {
      newRow();
      column = 0;
    }
    var row = rows.getLast();
    while (row.length() <= column) {
      row.append(' ');
    }
    row.replace(column, column + 1, character);
    column++;
  }

  private void newRow() {
    rows.add(new StringBuilder());
  }
}
