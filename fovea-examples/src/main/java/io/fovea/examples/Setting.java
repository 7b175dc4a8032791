// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import io.fovea.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How an example is run: `[FOLDER] [--help] [--smoke] [more options of its own]`.
///
/// @param folder for what it writes; `target/examples` unless given
/// @param options everything that begins with two dashes
record Setting(Path folder, List<String> options) {
  /// Reads the arguments of a program; one that was started by itself ends here if its help is asked
  /// for, or with an option that it does not know.
  ///
  /// @param program name of its class
  static Setting of(String program, String... args) {
    var example = Examples.named(program);
    example
        .help(args)
        .ifPresent(help -> {
          System.out.print(help);
          System.exit(0);
        });
    try {
      example.check(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    var options = Arrays.stream(args).filter(arg -> arg.startsWith("--")).toList();
    var folder = Arrays.stream(args).filter(arg -> !arg.startsWith("--")).findFirst();
    return new Setting(Path.of(folder.orElse("target/examples")), options);
  }

  /// Whether it only shows that it works, in seconds.
  boolean smoke() {
    return has("--smoke");
  }

  boolean has(String option) {
    return options.contains(option);
  }

  /// What an option says behind `=`, as in `--weights=FILE`.
  Optional<String> value(String option) {
    return options.stream()
        .filter(text -> text.startsWith(option + "="))
        .map(text -> text.substring(option.length() + 1))
        .findFirst();
  }

  /// A file in the folder, which is made if it is not there.
  Path file(String name) {
    try {
      return Files.createDirectories(folder).resolve(name);
    } catch (IOException e) {
      throw new DataException(
          folder.toString(),
          "a folder that can be written",
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "name another folder.",
          e);
    }
  }
}
