// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.train.ProgressBar;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.IntSupplier;

/// Says how far long work is, with its rate and the remaining time: on a terminal in one line that is
/// drawn again and again, elsewhere in a plain line for each tenth.
///
/// Mutable; for one thread.
final class WorkLine {
  private static final int PARTS = 10;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final double NANOS = 1e9;

  private final PrintStream out;
  private final boolean redraws;
  private final IntSupplier columns;
  private final String what;
  private final String unit;
  private final double scale;
  private final long begun = System.nanoTime();
  private long first = -1;
  private long part = -1;
  private long drawn;
  private int shown;

  /// @param columns of the terminal, asked for each line
  /// @param what is going on, e.g. "downloading"
  /// @param unit of the numbers, e.g. "MB"
  /// @param scale what one unit counts
  WorkLine(
      PrintStream out,
      boolean redraws,
      IntSupplier columns,
      String what,
      String unit,
      double scale) {
    this.out = out;
    this.redraws = redraws;
    this.columns = columns;
    this.what = what;
    this.unit = unit;
    this.scale = scale;
  }

  /// So much is done.
  ///
  /// @param all -1 if nobody knows
  void at(long done, long all) {
    long now = System.nanoTime();
    if (first < 0) {
      first = done; // a download that goes on has some already
    }
    boolean ended = done == all;
    if (redraws && (ended || now - drawn >= REDRAW_NANOS)) {
      drawn = now;
      // the last column stays free, as a terminal begins the next line when it is written
      int room = Math.max(1, columns.getAsInt() - 1);
      var text = text(done, all, (now - begun) / NANOS);
      var line = text.substring(0, Math.min(room, text.length()));
      int wiped = Math.max(0, Math.min(shown, room) - line.length());
      out.print("\r" + line + " ".repeat(wiped) + (ended ? "\n" : ""));
      out.flush();
      shown = line.length();
    } else if (!redraws && all > 0 && PARTS * done / all > part) {
      part = PARTS * done / all;
      out.println(text(done, all, (now - begun) / NANOS));
    }
  }

  private String text(long done, long all, double seconds) {
    var numbers = scale == 1 ? "%.0f" : "%.1f";
    var line = new StringBuilder(what).append(": ");
    line.append(String.format(Locale.ROOT, numbers, done / scale));
    if (all > 0) {
      line.append(String.format(Locale.ROOT, " of " + numbers, all / scale));
    }
    line.append(' ').append(unit);
    double rate = seconds > 0 ? (done - first) / seconds : 0;
    if (rate > 0) {
      line.append(String.format(Locale.ROOT, " - %.1f %s/s", rate / scale, unit));
      if (all > done) {
        line.append(" - ").append(ProgressBar.remaining((all - done) / rate)).append(" left");
      }
    }
    return line.toString();
  }
}
