// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A command typed in a pseudo-terminal, which `script` of util-linux opens.
///
/// @param code its exit code
/// @param rows what the terminal shows when it is over
record Typed(int code, List<String> rows) {
  private static final int SECONDS = 180;

  /// Whether this system has what it takes.
  static boolean isPossible() {
    try {
      var script = new ProcessBuilder(command("--version")).redirectErrorStream(true).start();
      String version = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return script.waitFor() == 0 && version.contains("util-linux");
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  /// A call of `script` in which Ctrl-C counts: what runs in the background of another script would
  /// ignore it, and hand that down.
  private static List<String> command(String... arguments) {
    var command = new ArrayList<>(List.of("env", "--default-signal=INT", "script"));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Types a command, and Ctrl-C as soon as the output is as wanted.
  ///
  /// @param locale for `LC_ALL`
  /// @param stop says by the output so far whether to type Ctrl-C
  static Typed in(Path folder, int columns, String locale, String command, Predicate<String> stop)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
                command("-qec", "stty cols " + columns + " rows 40; " + command, "/dev/null"))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    var environment = builder.environment();
    environment.put("LC_ALL", locale);
    environment.put("SHELL", "/bin/sh");
    environment.put("FOVEA_JAVA_HOME", System.getProperty("java.home"));
    environment.put("FOVEA_CLASS_PATH", System.getProperty("java.class.path"));
    // nothing is downloaded here, network or not
    environment.put(
        "FOVEA_JAVA_OPTS",
        "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=9 -Dhttps.proxyHost=127.0.0.1"
            + " -Dhttps.proxyPort=9 -Dhttp.nonProxyHosts=none -Duser.home="
            + folder);
    var process = builder.start();
    try {
      var text = read(process, stop);
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(command + "\n" + text).isTrue();
      return new Typed(process.exitValue(), Screen.of(columns, text));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String read(Process process, Predicate<String> stop) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    boolean stopped = false;
    InputStream in = process.getInputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      bytes.write(next);
      if (!stopped && in.available() == 0 && stop.test(bytes.toString(StandardCharsets.UTF_8))) {
        stopped = true;
        process.getOutputStream().write(3);
        process.getOutputStream().flush();
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// All rows as text.
  String text() {
    return String.join("\n", rows);
  }
}
