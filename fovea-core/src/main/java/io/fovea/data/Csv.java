// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.error.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the rows of a table of cells, one after the other (RFC 4180): a cell in quotes may hold
/// separators, line breaks and doubled quotes. Blanks around cells do not count, nor do empty lines.
///
/// Mutable, for one thread.
final class Csv {
  private static final char QUOTE = '"';

  private final String text;
  private final char separator;
  private final String table;
  private int at;
  private int line = 1;

  /// @param table its name, for messages
  Csv(String text, char separator, String table) {
    this.text = text;
    this.separator = separator;
    this.table = table;
  }

  /// A row.
  ///
  /// @param line on which it begins, counted from 1
  /// @param cells at least one
  record Row(int line, List<String> cells) {
    /// Copies the list.
    Row {
      cells = List.copyOf(cells);
    }
  }

  /// The next row that is not empty.
  ///
  /// @throws DataException if quotes do not fit
  Optional<Row> next() {
    while (at < text.length()) {
      int first = line;
      var cells = new ArrayList<String>();
      do {
        cells.add(cell());
      } while (takes(separator));
      endOfLine();
      if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
        return Optional.of(new Row(first, cells));
      }
    }
    return Optional.empty();
  }

  private String cell() {
    int start = at;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    if (takes(QUOTE)) {
      return quoted();
    }
    while (at < text.length() && text.charAt(at) != separator && !isLineBreak(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String quoted() {
    int first = line;
    var cell = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != QUOTE) {
        line += c == '\n' ? 1 : 0;
        cell.append(c);
      } else if (takes(QUOTE)) {
        cell.append(QUOTE);
      } else {
        while (at < text.length() && isBlank(text.charAt(at))) {
          at++;
        }
        if (at < text.length() && text.charAt(at) != separator && !isLineBreak(text.charAt(at))) {
          throw damaged(line, "a separator behind a quoted cell", "'" + text.charAt(at) + "'");
        }
        return cell.toString();
      }
    }
    throw damaged(first, "a quote at the end of the cell", "none");
  }

  private DataException damaged(int where, String expected, String got) {
    return new DataException(
        table + ", line " + where,
        expected,
        got,
        "write a quote within a quoted cell twice, and quote no other.");
  }

  private boolean takes(char wanted) {
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void endOfLine() {
    boolean cr = takes('\r');
    boolean lf = takes('\n');
    line += cr || lf ? 1 : 0;
  }

  private static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private boolean isBlank(char c) {
    return c != separator && (c == ' ' || c == '\t');
  }
}
