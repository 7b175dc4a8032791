package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A short [KillCampaign]; `-Dfovea.kills=200 -Dfovea.failures=100 -Dfovea.seed=7` makes a long one,
/// `-Dfovea.signals=50` one of real signals at random moments.
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class KillCampaignTest {
  @TempDir Path folder;

  private final long seed = Long.getLong("fovea.seed", System.nanoTime());

  @Test
  void whateverKillsARunItEndsTheSameWhenItIsResumed() throws IOException, InterruptedException {
    int kills = Integer.getInteger("fovea.kills", 3);
    int failures = Integer.getInteger("fovea.failures", 2);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.nio.file.spi.DefaultFileSystemProvider=io.fovea.app.FaultyFiles",
                "-cp",
                System.getProperty("java.class.path", ""),
                "io.fovea.app.KillCampaign",
                folder.toString(),
                String.valueOf(kills),
                String.valueOf(failures),
                String.valueOf(seed))
            .redirectErrorStream(true)
            .start();
    String text;
    try (var output = process.inputReader()) {
      text = String.join("\n", output.lines().toList());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.exitValue()).as(text).isZero();
    assertThat(text).contains(kills + " kills, " + failures + " failures: 0 wrong");
  }

  @Test
  void aSignalAtAnyMomentChangesNothing() throws IOException, InterruptedException {
    var data = Painted.folder(folder.resolve("colors"), 2, 10);
    long begun = System.nanoTime();
    kill(KillCampaign.words(data, folder.resolve("whole")), Integer.MAX_VALUE);
    int longest = (int) ((System.nanoTime() - begun) / 1_000_000);
    var expected = RunContents.of(KillCampaign.onlyRun(folder.resolve("whole")).orElseThrow());
    var random = new Random(seed);
    for (int i = 0; i < Integer.getInteger("fovea.signals", 1); i++) {
      var runs = folder.resolve("killed" + i);
      int millis = random.nextInt(longest / 4, longest); // before, nothing has begun
      kill(KillCampaign.words(data, runs), millis);
      var run = KillCampaign.onlyRun(runs);
      var last =
          run.isPresent()
              ? Cli.run("train", "--resume", run.get())
              : Cli.run((Object[]) KillCampaign.words(data, runs));
      var left = KillCampaign.onlyRun(runs);
      assertThat(left).as(last.err()).isPresent();
      assertThat(RunContents.of(left.orElseThrow()))
          .as("killed after " + millis + " ms, seed " + seed + "\n" + last.err())
          .isEqualTo(expected);
    }
  }

  private static void kill(String[] words, int millis) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path", ""),
                "io.fovea.app.Main"));
    command.addAll(List.of(words));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
  }
}
