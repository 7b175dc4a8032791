// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import java.util.ArrayList;
import java.util.List;

/// The progress that `fit` shows unless somebody says otherwise: a bar on a terminal, a line for each
/// epoch elsewhere, on standard output.
///
/// The only place in the library that writes there. `-Dfovea.progress=off` silences all runs of a
/// process, e.g. of tests.
final class DefaultProgress {
  private static final String PROPERTY = "fovea.progress";

  private DefaultProgress() {}

  /// The callbacks of a run, with progress in front unless they show some, or ask for none.
  static List<Callback> before(List<Callback> callbacks) {
    boolean decided =
        callbacks.stream().anyMatch(c -> c instanceof ProgressBar || c instanceof Quiet);
    if (decided || "off".equals(System.getProperty(PROPERTY))) {
      return callbacks;
    }
    var console = System.console();
    boolean terminal = console != null && console.isTerminal();
    var all = new ArrayList<Callback>(List.of(ProgressBar.of(System.out, terminal)));
    all.addAll(callbacks);
    return all;
  }

  /// Says that a run shows nothing.
  enum Quiet implements Callback {
    /// The word.
    QUIET
  }
}
