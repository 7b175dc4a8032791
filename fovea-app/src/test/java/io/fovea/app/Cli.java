// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// What a command did, run within this process.
record Cli(int code, String out, String err) {
  static Cli run(Object... args) {
    var words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        Main.run(
            words,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Cli(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// The object on the last line of standard output.
  JsonNode json() {
    try {
      return new ObjectMapper().readTree(out.lines().toList().getLast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
