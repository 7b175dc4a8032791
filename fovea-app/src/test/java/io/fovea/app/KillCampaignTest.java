package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A short [KillCampaign]; `-Dfovea.kills=200 -Dfovea.failures=100 -Dfovea.seed=7` makes a long one.
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class KillCampaignTest {
  @TempDir Path folder;

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
                String.valueOf(Long.getLong("fovea.seed", System.nanoTime())))
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
}
