// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.file.Download;
import io.fovea.system.Terminal;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/// Where a command writes. What is written to its streams is made fit to be shown, see [Shown].
final class Console {
  private final PrintStream rawOut;
  private final PrintStream rawErr;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final BooleanSupplier abandoned;

  /// @param out results
  /// @param err errors, and progress when `out` is for machines
  /// @param terminal whether somebody watches `out`, so that a line may be drawn over
  Console(PrintStream out, PrintStream err, boolean terminal) {
    this(out, err, terminal, () -> false);
  }

  /// @param abandoned whether nobody reads `out` any more, as behind `| head`
  Console(PrintStream out, PrintStream err, boolean terminal, BooleanSupplier abandoned) {
    this.abandoned = abandoned;
    this.rawOut = out;
    this.rawErr = err;
    this.out = Shown.on(out);
    this.err = Shown.on(err);
    this.terminal = terminal;
  }

  /// For results.
  PrintStream out() {
    return out;
  }

  /// For errors.
  PrintStream err() {
    return err;
  }

  /// Where to tell what is going on: not among the results that a machine reads.
  PrintStream progress(boolean json) {
    return json ? err : out;
  }

  /// The same for a line that is drawn over and over, with nothing in it that others chose.
  PrintStream drawn(boolean json) {
    return json ? rawErr : rawOut;
  }

  /// Whether the line of progress may be drawn over and over.
  boolean redraws(boolean json) {
    return terminal && !json;
  }

  /// Columns that a table may have: those of the terminal, or `elsewhere`.
  int columns(int elsewhere) {
    return terminal ? Terminal.columns() : elsewhere;
  }

  /// Whether all that was written so far has arrived.
  boolean isWhole() {
    rawErr.flush();
    return !rawOut.checkError();
  }

  /// Whether results are missing because nobody wants to read more of them.
  boolean isAbandoned() {
    return abandoned.getAsBoolean();
  }

  /// Says how far long work is, e.g. a download.
  ///
  /// @param scale what one unit counts
  WorkLine work(boolean json, String what, String unit, double scale) {
    return new WorkLine(drawn(json), redraws(json), Terminal::columns, what, unit, scale);
  }

  /// Says how far a download is.
  Download.Progress download(boolean json) {
    var line = work(json, "downloading", "MB", 1e6);
    return line::at;
  }
}
