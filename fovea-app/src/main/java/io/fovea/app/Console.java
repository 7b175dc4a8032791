package io.fovea.app;

import io.fovea.file.Download;
import java.io.PrintStream;

/// Where a command writes.
///
/// @param out results
/// @param err errors, and progress when `out` is for machines
/// @param terminal whether somebody watches `out`, so that a line may be drawn over
record Console(PrintStream out, PrintStream err, boolean terminal) {
  /// Where to tell what is going on: not among the results that a machine reads.
  PrintStream progress(boolean json) {
    return json ? err : out;
  }

  /// Whether the line of progress may be drawn over and over.
  boolean redraws(boolean json) {
    return terminal && !json;
  }

  /// Says how far long work is, e.g. a download.
  ///
  /// @param scale what one unit counts
  WorkLine work(boolean json, String what, String unit, double scale) {
    return new WorkLine(progress(json), redraws(json), what, unit, scale);
  }

  /// Says how far a download is.
  Download.Progress download(boolean json) {
    var line = work(json, "downloading", "MB", 1e6);
    return line::at;
  }
}
