// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

/// How the command line answers wrong usage.
final class WrongUsage {
  private WrongUsage() {}

  static void assertWrongUsage(String command, String sentence, Object... args) {
    assertWrong(command, sentence, "'" + command + " --help' shows how it is used.", args);
  }

  static void assertWrong(String command, String sentence, String fix, Object... args) {
    var run = Cli.run(args);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(command + ": " + sentence + "\n  Fix: " + fix + "\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
