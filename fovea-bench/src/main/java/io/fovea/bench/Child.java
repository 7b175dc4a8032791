// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A contender in a JVM of its own, which waits between its turns.
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final String name;
  private final List<Long> nanos = new ArrayList<>();

  private Child(String contender, Task task) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                contender,
                task.network(),
                task.job().name(),
                String.valueOf(task.batch()),
                task.file().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    name = answer();
  }

  /// Starts it and waits until it is ready.
  static Child start(String contender, Task task) {
    try {
      return new Child(contender, task);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Name and version.
  String name() {
    return name;
  }

  /// Runs without taking the time.
  void warmUp(long millis) {
    var _ = ask(String.valueOf(millis));
  }

  /// One turn of about so many milliseconds.
  void takeTurn(long millis) {
    Arrays.stream(ask(String.valueOf(millis)).split(" ")).map(Long::valueOf).forEach(nanos::add);
  }

  /// The times of all runs, in nanoseconds, ascending.
  List<Long> times() {
    return nanos.stream().sorted().toList();
  }

  /// Writes the network for the peer; Fovea only.
  void export() {
    var _ = ask("export");
  }

  /// Where the time of a run goes; Fovea only.
  ///
  /// @param millis for each part of the measurement
  Profile profile(long millis) {
    try {
      return Worker.JSON.readValue(ask("profile " + millis), Profile.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ask(String question) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(question).append('\n').flush();
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer() throws IOException {
    var line = answers.readLine();
    if (line == null) {
      throw new IllegalStateException(
          "bench: expected answers of a contender, got its end.\n  Fix: its reason is above.");
    }
    if (line.startsWith(Worker.SORRY)) {
      throw new IllegalStateException(line.substring(Worker.SORRY.length()).replace("\\n", "\n"));
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
