// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a program prints.
final class Printed {
  private Printed() {}

  static String by(Program.Main program, String... args) throws IOException {
    var bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      program.run(args);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
