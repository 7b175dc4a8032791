// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import static java.util.stream.Collectors.joining;

import io.fovea.error.DataException;
import io.fovea.file.RegularFile;
import io.fovea.image.LeftOut;
import io.fovea.image.LeftOut.Item;
import io.fovea.image.LeftOut.Reason;
import io.fovea.image.PictureFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Pictures that a table lists, with a column of paths and a column of labels.
///
/// @param table the file
/// @param text what it holds
/// @param separator of its cells
record PictureTable(Path table, String text, char separator) {
  private static final int MOST_BYTES = 64 << 20; // over a million lines
  private static final List<Character> SEPARATORS = List.of(',', '\t', ';');
  private static final Set<String> PATHS =
      Set.of(
          "path",
          "file",
          "filename",
          "filepath",
          "image",
          "imagename",
          "imagepath",
          "imagefile",
          "img",
          "picture",
          "photo");
  private static final Set<String> LABELS =
      Set.of("label", "labels", "class", "classname", "category", "target", "species");

  /// Where paths and labels stand.
  ///
  /// @param width cells in each row
  /// @param headed whether the first row names the columns
  private record Columns(int path, int label, int width, boolean headed) {}

  /// A picture and the line that lists it.
  private record Listed(Path file, String label, int line) {}

  /// Reads a table; see [Datasets#csv].
  static PictureFiles read(Path table) {
    String text = text(table);
    var tables = SEPARATORS.stream().map(separator -> new PictureTable(table, text, separator));
    var several = tables.filter(one -> one.first().size() > 1).toList();
    return several.stream()
        .filter(one -> one.first().stream().anyMatch(PictureTable::isPicture))
        .findFirst()
        .or(() -> several.stream().findFirst())
        .orElse(new PictureTable(table, text, SEPARATORS.getFirst()))
        .files();
  }

  private List<String> first() {
    return csv().next().map(Csv.Row::cells).orElse(List.of());
  }

  private Csv csv() {
    return new Csv(text, separator, table.toString());
  }

  // ---- bytes to text
  // -----------------------------------------------------------------------------

  private static String text(Path table) {
    byte[] bytes;
    try {
      bytes = RegularFile.bytes(table, "a table of pictures", MOST_BYTES);
    } catch (IOException e) {
      throw DataException.unreadable(table, e);
    }
    if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
      return decoded(table, bytes, 3, StandardCharsets.UTF_8);
    }
    if (starts(bytes, 0xFF, 0xFE)) {
      return decoded(table, bytes, 2, StandardCharsets.UTF_16LE);
    }
    if (starts(bytes, 0xFE, 0xFF)) {
      return decoded(table, bytes, 2, StandardCharsets.UTF_16BE);
    }
    return decoded(table, bytes, 0, StandardCharsets.UTF_8);
  }

  private static boolean starts(byte[] bytes, int... mark) {
    return bytes.length >= mark.length
        && IntStream.range(0, mark.length).allMatch(i -> (bytes[i] & 0xFF) == mark[i]);
  }

  /// Another encoding would give other names without a word, so none is guessed.
  private static String decoded(Path table, byte[] bytes, int from, Charset charset) {
    var in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    var out = CharBuffer.allocate(in.remaining());
    var result = charset.newDecoder().decode(in, out, true);
    out.flip();
    if (result.isError() || out.chars().anyMatch(c -> c == 0)) {
      long line = 1 + out.chars().takeWhile(c -> c != 0).filter(c -> c == '\n').count();
      throw new DataException(
          table + ", line " + line,
          "text in UTF-8, or in UTF-16 with its mark",
          result.isError() ? "a byte that is none, as in Latin-1" : "a byte 0",
          "save the table as UTF-8.");
    }
    return out.toString();
  }

  // ---- text to columns
  // ---------------------------------------------------------------------------

  private Columns columns() {
    var csv = csv();
    var first = csv.next();
    if (first.isEmpty()) {
      throw Labels.empty(table.toString(), "write lines of a path, a comma and a label.");
    }
    var cells = first.get().cells();
    boolean headed = isHeading(cells);
    var sample = headed ? csv.next().map(Csv.Row::cells).orElse(List.of()) : cells;
    var headings = headed ? cells : List.<String>of();
    var path = only(sample).or(() -> find(headings, PATHS));
    var label = find(headings, LABELS);
    if (path.isPresent() && label.isEmpty() && cells.size() == 2) {
      label = Optional.of(1 - path.get());
    }
    if (path.isEmpty() || label.isEmpty()) {
      throw new DataException(
          table + ", line " + first.get().line(),
          "a path and a label, or headings 'path' and 'label'",
          "'" + String.join(String.valueOf(separator), cells) + "'",
          "name the two columns in the first line.");
    }
    return new Columns(path.get(), label.get(), cells.size(), headed);
  }

  /// A first row that names a column, or in which nothing looks like a path.
  private static boolean isHeading(List<String> cells) {
    return cells.stream().noneMatch(PictureTable::isPicture)
        && (find(cells, PATHS).isPresent()
            || find(cells, LABELS).isPresent()
            || cells.stream().noneMatch(cell -> cell.matches(".*[./\\\\].*")));
  }

  private static Optional<Integer> find(List<String> headings, Set<String> names) {
    return IntStream.range(0, headings.size())
        .filter(
            i -> names.contains(headings.get(i).toLowerCase(Locale.ROOT).replaceAll("[ _-]", "")))
        .boxed()
        .findFirst();
  }

  /// The one cell that is named like a picture.
  private static Optional<Integer> only(List<String> cells) {
    var found =
        IntStream.range(0, cells.size()).filter(i -> isPicture(cells.get(i))).boxed().toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static boolean isPicture(String cell) {
    return cell.contains(".") && PictureFormat.named(cell).isPresent();
  }

  // ---- columns to files
  // --------------------------------------------------------------------------

  private PictureFiles files() {
    var columns = columns();
    var csv = csv();
    if (columns.headed()) {
      var _ = csv.next();
    }
    Map<Path, Listed> listed = new HashMap<>();
    List<Listed> order = new ArrayList<>();
    List<Item> repeated = new ArrayList<>();
    for (var row = csv.next(); row.isPresent(); row = csv.next()) {
      var cells = checked(row.get(), columns);
      int line = row.get().line();
      String label = Normalizer.normalize(cells.get(columns.label()), Normalizer.Form.NFC);
      Path file = path(cells.get(columns.path()), line);
      var one = new Listed(file, label, line);
      var before = listed.putIfAbsent(file, one);
      if (before == null) {
        order.add(one);
      } else if (before.label().equals(label)) {
        repeated.add(new Item(file, Reason.REPEATED));
      } else {
        throw new DataException(
            table + ", line " + line,
            "'" + before.label() + "', as line " + before.line() + " says of this picture",
            "'" + label + "'",
            "leave one label for " + cells.get(columns.path()) + ".");
      }
    }
    if (order.isEmpty()) {
      throw Labels.empty(table.toString(), "write lines of a path, a comma and a label.");
    }
    if (order.stream().map(Listed::file).noneMatch(Files::exists)) {
      throw new DataException(
          table.toString(),
          "paths of pictures, relative to its folder",
          "no such file as " + order.getFirst().file(),
          "correct the paths, or move the table.");
    }
    var classes = List.copyOf(new TreeSet<>(order.stream().map(Listed::label).toList()));
    var files =
        order.stream()
            .map(one ->
                new PictureFiles.Labelled(
                    one.file(), Collections.binarySearch(classes, one.label())))
            .toList();
    return PictureFiles.of(files, classes).leftOut(new LeftOut(repeated));
  }

  private List<String> checked(Csv.Row row, Columns columns) {
    var cells = row.cells();
    boolean whole =
        cells.size() == columns.width()
            && !cells.get(columns.path()).isEmpty()
            && !cells.get(columns.label()).isEmpty();
    if (!whole) {
      throw new DataException(
          table + ", line " + row.line(),
          columns.width() == 2
              ? "a path and a label"
              : columns.width() + " cells, with a path and a label among them",
          "'" + cells.stream().collect(joining(String.valueOf(separator))) + "'",
          "correct the line; quote cells that hold separators.");
    }
    return cells;
  }

  /// Relative to the table; a path of Windows is understood elsewhere, too.
  private Path path(String cell, int line) {
    try {
      Path file = table.resolveSibling(cell).normalize();
      return cell.contains("\\") && !Files.exists(file)
          ? table.resolveSibling(cell.replace('\\', '/')).normalize()
          : file;
    } catch (InvalidPathException e) {
      throw new DataException(
          table + ", line " + line, "a path", "'" + cell + "'", "correct the line.");
    }
  }
}
