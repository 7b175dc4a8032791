// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import java.lang.System.Logger.Level;

/// What a user should hear although nothing has failed: one sentence and a fix, in the form of
/// errors, as a warning of the logger `io.fovea.train`. Said where a model is compiled or once a run,
/// never in each step.
final class Warnings {
  private static final System.Logger LOGGER = System.getLogger("io.fovea.train");

  private Warnings() {}

  /// @param where the call as the user knows it, e.g. `model.fit`
  /// @param what what is suspicious, a clause
  /// @param fix an imperative sentence
  static void say(String where, String what, String fix) {
    LOGGER.log(Level.WARNING, where + ": " + what + ".\n  Fix: " + fix);
  }
}
