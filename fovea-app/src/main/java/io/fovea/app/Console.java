package io.fovea.app;

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
}
