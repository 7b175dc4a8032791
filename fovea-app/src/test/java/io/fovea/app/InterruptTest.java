// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fovea.train.Model;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C in a process of its own.
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class InterruptTest {
  private static final int SIGINT = 2;

  @TempDir Path folder;

  @Test
  void controlCSavesTheModelAndLeavesWith130() throws IOException, InterruptedException {
    // a process started in the background of a script ignores the signal, and so would its child
    assumeThat(ignores(SIGINT)).isFalse();
    var process = training();
    try (var output = process.inputReader()) {
      await(output, "Epoch 3/");
      signal("-INT", process);
      var rest = String.join("\n", output.lines().toList());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(rest).contains("Stopped; what was learned so far is in " + folder);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Model.load(lastFile("model.keras")).parameters()).isEqualTo(61_706);
    assertThat(state()).isEqualTo("interrupted");
  }

  @Test
  void aKilledRunKeepsWhatItsLastEpochLearned() throws IOException, InterruptedException {
    int epochs = 60; // more than there is time for between the third one and the signal
    var process = training(epochs);
    try (var output = process.inputReader()) {
      await(output, "Epoch 3/");
      signal("-KILL", process);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    var run = RunFolder.of(folder.resolve("last"));
    // 190 of 200 pictures train, 6 steps of 32
    long done = Model.load(run.states().state(0)).iterations();
    assertThat(done).isGreaterThanOrEqualTo(2 * 6);
    assertThat(state()).isEqualTo("running");
    assertThat(done).as("it was killed before its end").isLessThan((long) epochs * 6);

    var resumed = Cli.run("train", "--resume", run, "--json");

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.json().get("epochs").asInt()).isEqualTo(epochs);
    assertThat(Files.readAllLines(run.file("history.csv"))).hasSize(epochs + 1);
    assertThat(state()).isEqualTo("finished");
    assertNothingHalfWritten(run.path());
  }

  /// A process that may write no file of more than 100 kB meets what a full disk is like: the model
  /// has 250 kB.
  @Test
  void aFullDiskEndsARunWithASentence() throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 100; exec \"$@\"", "train"));
    command.addAll(command(100_000));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text;
    try (var output = process.inputReader()) {
      text = String.join("\n", output.lines().toList());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.exitValue()).as(text).isEqualTo(1);
    assertThat(text)
        .contains(
            ": expected ", "File too large", "\n  Fix: check that the folder exists and has room.")
        .doesNotContain("\tat ");
    try (var left = Files.list(folder)) {
      // what keeps two runs from taking the same folder stays, as after every run
      assertThat(left.map(Path::getFileName)).containsOnly(Path.of(".lock"));
    }
  }

  private static void assertNothingHalfWritten(Path run) throws IOException {
    try (var files = Files.walk(run)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  private Process training() throws IOException {
    return training(100_000);
  }

  private Process training(int epochs) throws IOException {
    return new ProcessBuilder(command(epochs)).redirectErrorStream(true).start();
  }

  private List<String> command(int epochs) {
    return List.of(
        Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path", ""),
        "io.fovea.app.Main",
        "train",
        "--epochs",
        String.valueOf(epochs),
        "--limit",
        "200",
        "--out",
        folder.toString());
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", name, String.valueOf(process.pid())).start().waitFor();
  }

  private Path lastFile(String name) {
    return WholeFiles.follow(folder.resolve("last").resolve(name));
  }

  private String state() throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(lastFile("run.json")))
        .get("state")
        .asText();
  }

  private static void await(BufferedReader output, String start) throws IOException {
    var seen = new StringBuilder();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(start)) {
        return;
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("expected a line that starts with " + start + ", got:\n" + seen);
  }

  private static boolean ignores(int signal) throws IOException {
    var mask =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(mask, 16) >> (signal - 1) & 1) == 1;
  }
}
