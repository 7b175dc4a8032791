// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import com.google.errorprone.annotations.CheckReturnValue;
import io.fovea.error.Args;
import io.fovea.system.Glyphs;
import java.util.OptionalInt;

/// How `summary` prints: `keras().withReceptiveField().withMacs()`.
///
/// @param terminal columns of the terminal; the table stays below. Names are cut in their middle, and
///     columns for which there is no room at all are left out, the last ones first
/// @param width of the table, if not up to the terminal
/// @param trainable whether a column says which layers are trained
/// @param receptiveField whether columns give the pixels that one cell of the output sees, and how far
///     from those its neighbour sees
/// @param macs whether a column gives the multiply-adds for one example, in millions
/// @param memory whether a column gives the size of the output for one example
/// @param ascii whether its lines are drawn with `+`, `-` and `|`
@CheckReturnValue
public record SummaryStyle(
    int terminal,
    OptionalInt width,
    boolean trainable,
    boolean receptiveField,
    boolean macs,
    boolean memory,
    boolean ascii) {
  private static final int KERAS_TERMINAL = 80;
  private static final int NARROWEST = 40;

  /// Checks the widths.
  public SummaryStyle {
    Args.positive("summary.terminal", terminal);
    width.ifPresent(columns ->
        Args.check(
            columns >= NARROWEST,
            "summary.width",
            "at least " + NARROWEST + " columns",
            columns,
            "pass e.g. 88."));
  }

  /// Keras' columns on a terminal of 80, in lines where standard output can show them.
  public static SummaryStyle keras() {
    boolean ascii = !Glyphs.in(Glyphs.standardOutput(), "━").equals("━");
    return new SummaryStyle(KERAS_TERMINAL, OptionalInt.empty(), false, false, false, false, ascii);
  }

  /// Draws lines with `+`, `-` and `|` or, with false, as Keras does.
  public SummaryStyle ascii(boolean ascii) {
    return new SummaryStyle(terminal, width, trainable, receptiveField, macs, memory, ascii);
  }

  /// Fits a terminal of so many columns.
  public SummaryStyle terminal(int columns) {
    return new SummaryStyle(columns, width, trainable, receptiveField, macs, memory, ascii);
  }

  /// Exactly so many columns.
  public SummaryStyle width(int columns) {
    return new SummaryStyle(
        terminal, OptionalInt.of(columns), trainable, receptiveField, macs, memory, ascii);
  }

  /// Says which layers are trained: Y, N, or - without parameters.
  public SummaryStyle withTrainable() {
    return new SummaryStyle(terminal, width, true, receptiveField, macs, memory, ascii);
  }

  /// Gives the pixels that one cell of the output sees (`Field`), and how many pixels further its
  /// neighbour looks (`Stride`).
  public SummaryStyle withReceptiveField() {
    return new SummaryStyle(terminal, width, trainable, true, macs, memory, ascii);
  }

  /// Gives the multiply-adds for one example, in millions.
  public SummaryStyle withMacs() {
    return new SummaryStyle(terminal, width, trainable, receptiveField, true, memory, ascii);
  }

  /// Gives the size of the output for one example.
  public SummaryStyle withMemory() {
    return new SummaryStyle(terminal, width, trainable, receptiveField, macs, true, ascii);
  }

  /// Columns beyond those of every summary.
  int extras() {
    return (trainable ? 1 : 0) + (receptiveField ? 2 : 0) + (macs ? 1 : 0) + (memory ? 1 : 0);
  }

  /// Width of a table whose own columns are made for `standard`.
  int tableWidth(int standard) {
    int perExtra = 12;
    return width.orElse(
        Math.max(NARROWEST, Math.min(standard + perExtra * extras(), terminal - 4)));
  }
}
