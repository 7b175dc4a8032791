// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program in a process of its own.
public final class Fork {
  private Fork() {}

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /// What the program prints, errors included; it must end well.
  public static String run(Class<?> program, String... options) throws Exception {
    return run(program, List.of(), Map.of(), options);
  }

  /// The same with a command in front of it, such as `taskset`, and more variables.
  static String run(
      Class<?> program, List<String> before, Map<String, String> environment, String... options)
      throws Exception {
    var command = new ArrayList<String>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dfovea.progress=off"); // only what the program itself says
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    var printed = Files.createTempFile("printed", ".txt");
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      var process = builder.redirectOutput(printed.toFile()).start();
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      var text = Files.readString(printed);
      assertThat(ended).as("ends within %s: %s", LIMIT, text).isTrue();
      assertThat(process.exitValue()).as(text).isZero();
      return text;
    } finally {
      Files.delete(printed);
    }
  }
}
