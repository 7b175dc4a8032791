// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A short [KillCampaign]; `-Dfovea.kills=200 -Dfovea.failures=100 -Dfovea.seed=7` makes a long one.
/// Real signals: `-Dfovea.signals=200` at random moments, `-Dfovea.signals.changes=1000` at each change
/// of files but writes.
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class KillCampaignTest {
  /// What a process that was killed leaves behind for its parent.
  private static final int KILLED = 128 + 9;

  @TempDir Path folder;

  private final long seed = Long.getLong("fovea.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void whateverKillsARunItEndsTheSameWhenItIsResumed() throws IOException, InterruptedException {
    int kills = Integer.getInteger("fovea.kills", 3);
    int failures = Integer.getInteger("fovea.failures", 2);
    var process =
        java(
            true,
            "io.fovea.app.KillCampaign",
            folder.toString(),
            String.valueOf(kills),
            String.valueOf(failures),
            String.valueOf(seed));
    String text;
    try (var output = process.inputReader()) {
      text = String.join("\n", output.lines().toList());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.exitValue()).as(text).isZero();
    assertThat(text).contains(kills + " kills, " + failures + " failures: 0 wrong");
  }

  /// A signal at a change comes before the change is made. Of the signals at random moments, every
  /// other one is followed by one to the run that resumes.
  @Test
  void aSignalAtAnyMomentChangesNothing() throws IOException, InterruptedException {
    var data = Painted.folder(folder.resolve("colors"), 2, 10);
    var whole = folder.resolve("whole");
    long begun = System.nanoTime();
    var changes = changes(data, whole);
    int longest = (int) ((System.nanoTime() - begun) / 1_000_000);
    var expected = RunContents.of(KillCampaign.onlyRun(whole).orElseThrow());
    var runs = folder.resolve("killed");
    for (int at : chosen(changes, Integer.getInteger("fovea.signals.changes", 1))) {
      var what = "killed at change " + at + ", " + changes.get(at - 1);
      var killed =
          java(true, "io.fovea.app.KilledAt", data.toString(), runs.toString(), String.valueOf(at));
      try (var output = killed.inputReader()) {
        output.lines().forEach(_ -> {}); // or it waits for room
      }
      assertThat(killed.waitFor()).as(what).isEqualTo(KILLED);
      requireSame(what, data, runs, expected);
    }
    for (int i = 0; i < Integer.getInteger("fovea.signals", 1); i++) {
      int millis = random.nextInt(longest / 4, longest); // before, nothing has begun
      var what = "killed after " + millis + " ms";
      kill(KillCampaign.words(data, runs), millis);
      var run = KillCampaign.onlyRun(runs);
      if (i % 2 == 1 && run.isPresent()) {
        int again = random.nextInt(longest / 4, longest);
        what += " and, resumed, after " + again + " ms";
        kill(new String[] {"train", "--resume", run.get().toString()}, again);
      }
      requireSame(what, data, runs, expected);
    }
  }

  /// A whole run, and what it did to files.
  private static List<String> changes(Path data, Path whole)
      throws IOException, InterruptedException {
    var process = java(true, "io.fovea.app.KilledAt", data.toString(), whole.toString(), "0");
    try (var output = process.inputReader()) {
      var lines = output.lines().toList();
      assertThat(process.waitFor()).as("%s", lines).isZero();
      return List.of(lines.getLast().split(" "));
    }
  }

  /// Numbers of changes that are no writes, in random order.
  private List<Integer> chosen(List<String> changes, int most) {
    var chosen =
        new ArrayList<>(
            IntStream.rangeClosed(1, changes.size())
                .filter(at -> !changes.get(at - 1).equals("write"))
                .boxed()
                .toList());
    assertThat(chosen).hasSizeGreaterThan(50);
    Collections.shuffle(chosen, random);
    return chosen.subList(0, Math.min(most, chosen.size()));
  }

  /// Resumes what there is, or begins anew, compares what is left, and removes it.
  private void requireSame(String what, Path data, Path runs, Map<String, String> expected)
      throws IOException {
    var run = KillCampaign.onlyRun(runs);
    var last =
        run.isPresent()
            ? Cli.run("train", "--resume", run.get())
            : Cli.run((Object[]) KillCampaign.words(data, runs));
    var told = what + ", seed " + seed + "\n" + last.err();
    var left = KillCampaign.onlyRun(runs);
    assertThat(left).as(told).isPresent();
    assertThat(RunContents.of(left.orElseThrow())).as(told).isEqualTo(expected);
    try (var all = Files.walk(runs)) {
      assertThat(all).as(told).noneMatch(path -> path.toString().endsWith(".part"));
    }
    System.out.println(what + ": " + (run.isPresent() ? "resumed" : "begun anew"));
    KillCampaign.remove(runs);
  }

  private static void kill(String[] words, int millis) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("io.fovea.app.Main"));
    command.addAll(List.of(words));
    var process = java(false, command.toArray(String[]::new));
    process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
  }

  /// @param faulty whether the process has [FaultyFiles] for its files, and is listened to
  private static Process java(boolean faulty, String... command) throws IOException {
    var words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path", "")));
    if (faulty) {
      words.add("-Djava.nio.file.spi.DefaultFileSystemProvider=io.fovea.app.FaultyFiles");
    }
    words.addAll(List.of(command));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(faulty ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
