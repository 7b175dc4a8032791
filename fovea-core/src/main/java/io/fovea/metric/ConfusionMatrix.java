// SPDX-License-Identifier: Apache-2.0
package io.fovea.metric;

import io.fovea.error.Args;
import io.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How often each class was taken for each: rows are what there was, columns what was predicted.
///
/// As a number: the share on the diagonal, i.e. accuracy. Print the accumulator to see the table.
///
/// @param names names of the classes for printing; empty for numbers
/// @param rows whether labels are rows `[N, classes]` instead of class numbers `[N]`
public record ConfusionMatrix(List<String> names, boolean rows) implements Metric {
  /// Copies the names.
  public ConfusionMatrix {
    Args.given("confusionMatrix.names", names);
    names = List.copyOf(names);
  }

  /// Prints these names instead of class numbers.
  public ConfusionMatrix names(List<String> names) {
    return new ConfusionMatrix(names, rows);
  }

  @Override
  public String name() {
    return "confusion_matrix";
  }

  @Override
  public Direction direction() {
    return Direction.UP;
  }

  @Override
  public Metric on(Shape labels, Shape predictions) {
    return new ConfusionMatrix(names, Truth.rows(labels, predictions));
  }

  @Override
  public Counts start() {
    return new Counts(names, rows);
  }

  /// The table. Mutable, for one thread.
  public static final class Counts implements Accumulator {
    private final List<String> names;
    private final boolean rows;
    private double[][] table = {};

    Counts(List<String> names, boolean rows) {
      this.names = names;
      this.rows = rows;
    }

    @Override
    public void update(
        float[] predictions, float[] labels, float[] weights, int count, int outputs) {
      int classes = Math.max(2, outputs);
      if (table.length == 0) {
        table = new double[classes][classes];
      }
      for (int i = 0; i < count; i++) {
        int actual = Truth.actual(labels, rows, i, outputs);
        table[Truth.checked("confusion_matrix", actual, classes)][
                Truth.predicted(predictions, i, outputs)] +=
            weights[i];
      }
    }

    /// A copy of the table, `[actual][predicted]`; empty before the first update.
    public double[][] matrix() {
      var copy = table.clone();
      for (int i = 0; i < copy.length; i++) {
        copy[i] = table[i].clone();
      }
      return copy;
    }

    /// How many classes; 0 before the first update.
    public int classes() {
      return table.length;
    }

    /// How often class `actual` was taken for class `predicted`.
    public double at(int actual, int predicted) {
      return table[actual][predicted];
    }

    /// How often a class occurred.
    public double actual(int number) {
      double sum = 0;
      for (double value : table[number]) {
        sum += value;
      }
      return sum;
    }

    /// How often a class was predicted.
    public double predicted(int number) {
      double sum = 0;
      for (double[] row : table) {
        sum += row[number];
      }
      return sum;
    }

    @Override
    public double[] counts() {
      return Arrays.stream(table).flatMapToDouble(Arrays::stream).toArray();
    }

    @Override
    public void goOn(double[] counts) {
      int classes = (int) Math.sqrt(counts.length);
      table = new double[classes][];
      for (int i = 0; i < classes; i++) {
        table[i] = Arrays.copyOfRange(counts, i * classes, (i + 1) * classes);
      }
    }

    @Override
    public double result() {
      double right = 0;
      double all = 0;
      for (int i = 0; i < table.length; i++) {
        right += table[i][i];
        all += actual(i);
      }
      return all == 0 ? 0 : right / all;
    }

    /// The table with a head line, columns aligned.
    @Override
    public String toString() {
      var corner = "actual \\ predicted";
      int first = corner.length();
      int width = 1;
      for (int i = 0; i < table.length; i++) {
        first = Math.max(first, name(i).length());
        width = Math.max(width, name(i).length());
        for (double value : table[i]) {
          width = Math.max(width, text(value).length());
        }
      }
      var text = new StringBuilder(left(corner, first));
      for (int i = 0; i < table.length; i++) {
        text.append("  ").append(right(name(i), width));
      }
      for (int i = 0; i < table.length; i++) {
        text.append('\n').append(left(name(i), first));
        for (double value : table[i]) {
          text.append("  ").append(right(text(value), width));
        }
      }
      return text.toString();
    }

    private String name(int number) {
      return number < names.size() ? names.get(number) : Integer.toString(number);
    }

    private static String text(double value) {
      return value == Math.rint(value)
          ? Long.toString((long) value)
          : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String left(String text, int width) {
      return text + " ".repeat(width - text.length());
    }

    private static String right(String text, int width) {
      return " ".repeat(width - text.length()) + text;
    }
  }
}
