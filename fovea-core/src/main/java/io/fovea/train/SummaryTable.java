// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import io.fovea.graph.ReceptiveField;
import io.fovea.system.Glyphs;
import io.fovea.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Draws a [Summary] as Keras 3 does.
final class SummaryTable {
  private static final int BYTES = 4;

  /// Where the text of a column stands.
  enum Side {
    LEFT,
    CENTER,
    RIGHT
  }

  /// Where a word that is too long is cut.
  enum Cut {
    /// Never, as these are numbers.
    NEVER,
    END,
    MIDDLE
  }

  /// @param end where the column ends, as a fraction of the width
  record Column(String title, Side side, double end, Cut cut, List<String> cells) {}

  private final List<Column> columns;
  private final int[] widths;

  private SummaryTable(SummaryWidths widths) {
    this.columns = widths.columns();
    this.widths = widths.cells().stream().mapToInt(Integer::intValue).toArray();
  }

  static String text(Summary summary, SummaryStyle style) {
    // a sequential model does not list its input
    var layers =
        summary.sequential()
            ? summary.layers().subList(1, summary.layers().size())
            : summary.layers();
    var all = columns(summary, layers, style);
    int width = style.tableWidth(summary.sequential() ? 88 : 108);
    var widths = SummaryWidths.of(all, width, style);
    String text =
        "Model: \"%s\"\n".formatted(summary.name())
            + new SummaryTable(widths).draw(layers.size())
            + leftOut(all.subList(widths.columns().size(), all.size()), width)
            + totals(summary, style);
    return style.ascii() ? Glyphs.in(StandardCharsets.US_ASCII, text) : text;
  }

  private static String leftOut(List<Column> columns, int width) {
    if (columns.isEmpty()) {
      return "";
    }
    var titles = columns.stream().map(Column::title).collect(Collectors.joining(", "));
    return wrap("No room for: " + titles, width - 1, Cut.NEVER).stream()
        .map(line -> " " + line + "\n")
        .collect(Collectors.joining());
  }

  private static List<Column> columns(
      Summary summary, List<Summary.Layer> layers, SummaryStyle style) {
    double[] ends =
        summary.sequential() ? new double[] {.45, .80, 1} : new double[] {.3, .56, .74, 1};
    double share = 1 - 0.1 * style.extras();
    var columns = new ArrayList<Column>();
    columns.add(
        new Column(
            "Layer (type)",
            Side.LEFT,
            ends[0] * share,
            Cut.MIDDLE,
            cells(layers, SummaryTable::title)));
    columns.add(
        new Column(
            "Output Shape",
            Side.LEFT,
            ends[1] * share,
            Cut.NEVER,
            cells(layers, l -> shape(l.output()))));
    columns.add(
        new Column(
            "Param #",
            Side.RIGHT,
            ends[2] * share,
            Cut.NEVER,
            cells(layers, l -> count(l.parameters()))));
    if (!summary.sequential()) {
      columns.add(
          new Column(
              "Connected to",
              Side.LEFT,
              share,
              style.extras() > 0 ? Cut.MIDDLE : Cut.END,
              cells(layers, SummaryTable::connections)));
    }
    double end = share;
    if (style.trainable()) {
      end += 0.1;
      columns.add(
          new Column(
              "Trainable", Side.CENTER, end, Cut.NEVER, cells(layers, SummaryTable::trainable)));
    }
    if (style.receptiveField()) {
      end += 0.1;
      columns.add(
          new Column(
              "Field",
              Side.RIGHT,
              end,
              Cut.NEVER,
              cells(layers, l -> l.field().map(ReceptiveField::toString).orElse("-"))));
      end += 0.1;
      columns.add(
          new Column(
              "Stride",
              Side.RIGHT,
              end,
              Cut.NEVER,
              cells(layers, l -> l.field().map(ReceptiveField::steps).orElse("-"))));
    }
    if (style.macs()) {
      end += 0.1;
      columns.add(
          new Column("MMACs", Side.RIGHT, end, Cut.NEVER, cells(layers, l -> millions(l.macs()))));
    }
    if (style.memory()) {
      end += 0.1;
      columns.add(
          new Column("Memory", Side.RIGHT, end, Cut.NEVER, cells(layers, l -> size(l.memory()))));
    }
    return columns;
  }

  private interface Cell {
    String of(Summary.Layer layer);
  }

  private static List<String> cells(List<Summary.Layer> layers, Cell cell) {
    return layers.stream().map(cell::of).toList();
  }

  private static String title(Summary.Layer layer) {
    return "%s (%s)".formatted(layer.name(), layer.type());
  }

  private static String connections(Summary.Layer layer) {
    return layer.inputs().isEmpty()
        ? "-"
        : layer.inputs().stream().map(name -> name + "[0][0]").collect(Collectors.joining(", "));
  }

  private static String trainable(Summary.Layer layer) {
    if (layer.parameters() == 0) {
      return "-";
    }
    return layer.trainable() > 0 ? "Y" : "N";
  }

  private static String shape(Shape shape) {
    String sizes =
        shape.sizes().stream()
            .map(size -> size == Shape.OPEN ? "None" : String.valueOf(size))
            .collect(Collectors.joining(", "));
    return shape.rank() == 1 ? "(" + sizes + ",)" : "(" + sizes + ")";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String millions(long number) {
    return String.format(Locale.ROOT, "%,.2f", number / 1e6);
  }

  private static String size(long bytes) {
    double size = bytes;
    var units = List.of("B", "KB", "MB", "GB");
    int unit = 0;
    while (size >= 1024 && unit < units.size() - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f %s", size, units.get(unit));
  }

  private static String totals(Summary summary, SummaryStyle style) {
    long all = summary.parameters() + summary.optimizer();
    var text = new StringBuilder(total("Total", all));
    text.append(total("Trainable", summary.trainable()));
    text.append(total("Non-trainable", summary.parameters() - summary.trainable()));
    if (summary.optimizer() > 0) {
      text.append(total("Optimizer", summary.optimizer()));
    }
    if (style.macs()) {
      text.append(" Total MMACs: ").append(millions(summary.macs())).append('\n');
    }
    if (style.memory()) {
      long bytes = summary.layers().stream().mapToLong(Summary.Layer::memory).sum();
      text.append(" Input and outputs: ").append(size(bytes)).append('\n');
    }
    return text.toString();
  }

  private static String total(String which, long number) {
    return " %s params: %s (%s)\n".formatted(which, count(number), size(number * BYTES));
  }

  // ---- drawing -------------------------------------------------------------------------------

  private String draw(int rows) {
    var text = new StringBuilder();
    text.append(border('┏', '━', '┳', '┓'));
    text.append(row('┃', columns.stream().map(Column::title).toList()));
    text.append(border('┡', '━', '╇', '┩'));
    for (int i = 0; i < rows; i++) {
      int row = i;
      text.append(i == 0 ? "" : border('├', '─', '┼', '┤'));
      text.append(row('│', columns.stream().map(column -> column.cells().get(row)).toList()));
    }
    return text.append(border('└', '─', '┴', '┘')).toString();
  }

  private String border(char left, char line, char cross, char right) {
    return left
        + IntStream.of(widths)
            .mapToObj(String.valueOf(line)::repeat)
            .collect(Collectors.joining(String.valueOf(cross)))
        + right
        + "\n";
  }

  private String row(char edge, List<String> cells) {
    var wrapped = new ArrayList<List<String>>();
    for (int i = 0; i < cells.size(); i++) {
      wrapped.add(wrap(cells.get(i), widths[i] - 2, columns.get(i).cut()));
    }
    int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
    var text = new StringBuilder();
    for (int line = 0; line < height; line++) {
      text.append(edge);
      for (int i = 0; i < cells.size(); i++) {
        String cell = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
        text.append(' ').append(placed(cell, widths[i] - 2, columns.get(i).side())).append(' ');
        text.append(edge);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String placed(String text, int width, Side side) {
    int room = width - text.length();
    int left =
        switch (side) {
          case LEFT -> 0;
          case CENTER -> room / 2;
          case RIGHT -> room;
        };
    return " ".repeat(left) + text + " ".repeat(room - left);
  }

  /// Breaks at blanks; a word that is too long alone is cut.
  private static List<String> wrap(String text, int width, Cut cut) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(cut(line.toString(), width, cut));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(cut(line.toString(), width, cut));
    return lines;
  }

  private static String cut(String word, int width, Cut cut) {
    if (word.length() <= width) {
      return word;
    }
    int tail = cut == Cut.MIDDLE ? (width - 1) / 2 : 0;
    return word.substring(0, width - 1 - tail) + "…" + word.substring(word.length() - tail);
  }
}
