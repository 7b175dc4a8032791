// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a run steps.
enum Rule {
  /// AdamW with a weight decay of 0.01; its learning rate rises along a straight line, if there is a
  /// warm-up, then falls to zero along half a cosine wave.
  ADAMW,
  /// Plain steps with a momentum of 0.9; its learning rate falls as `1 / (1 + decay * steps)`.
  SGD;

  static Optional<Rule> named(String label) {
    return Arrays.stream(values()).filter(rule -> rule.label().equals(label)).findFirst();
  }

  /// Its name on the command line.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return label();
  }
}
