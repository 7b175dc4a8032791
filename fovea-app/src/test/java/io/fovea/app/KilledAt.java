// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.io.IOException;
import java.nio.file.Path;

/// A training run that is killed by a real SIGKILL at a change of its files, before the change is made;
/// without one, prints which changes there were, on one line.
///
/// ```
/// java -cp ... -Djava.nio.file.spi.DefaultFileSystemProvider=io.fovea.app.FaultyFiles \
///   io.fovea.app.KilledAt DATA RUNS CHANGE
/// ```
final class KilledAt {
  private KilledAt() {}

  public static void main(String[] args) {
    var runs = Path.of(args[1]);
    FaultyFiles.arm(runs, Integer.parseInt(args[2]), false, KilledAt::kill);
    int code = Main.run(KillCampaign.words(Path.of(args[0]), runs), System.out, System.err);
    System.out.println();
    System.out.println(String.join(" ", FaultyFiles.disarm()));
    System.exit(code);
  }

  private static void kill() throws IOException {
    try {
      new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid()))
          .inheritIO()
          .start()
          .waitFor();
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      throw new IOException("still alive", e);
    }
  }
}
