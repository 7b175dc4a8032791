// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import io.fovea.error.FoveaException;
import io.fovea.error.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An example as the list of all shows it.
///
/// @param name that of its class
/// @param about what it shows, a few words
/// @param options of its own, as `--modern`, or as `--picture=FILE` where something has to follow
/// @param main runs it
record Program(String name, String about, List<String> options, Main main) {
  private static final String SMOKE = "--smoke";
  private static final String HELP = "--help";

  /// The main method of a program.
  @FunctionalInterface
  interface Main {
    void run(String[] args) throws IOException;
  }

  static Program of(String name, String about, Main main, String... options) {
    return new Program(name, about, List.of(options), main);
  }

  /// The help if it is asked for.
  Optional<String> help(String... args) {
    return Arrays.stream(args).anyMatch(arg -> arg.equals(HELP) || arg.equals("-h"))
        ? Optional.of(help())
        : Optional.empty();
  }

  private String help() {
    var words = new StringBuilder();
    options.forEach(option -> words.append(" [").append(option).append(']'));
    return """
    Usage: ./fovea example %s [FOLDER] [--smoke]%s
    %s.
      FOLDER    Where files are written; target/examples unless given.
      --smoke   Only shows that it works, in seconds.
    """
        .formatted(name, words, about);
  }

  /// Throws unless it knows all options.
  ///
  /// @throws IllegalArgumentException that names the first one it does not know
  void check(String... args) {
    var known = new ArrayList<>(List.of(SMOKE, HELP));
    options.forEach(option -> known.add(option.replaceFirst("=.*", "=")));
    for (var arg : args) {
      if (arg.startsWith("-") && !known.contains(arg.replaceFirst("=.*", "="))) {
        throw new IllegalArgumentException(
            FoveaException.format(
                "example " + name,
                "an option of this program",
                arg,
                Nearest.fix(arg, known, "'./fovea example " + name + " --help' shows all.")));
      }
    }
    if (Arrays.stream(args).filter(arg -> !arg.startsWith("-")).count() > 1) {
      throw new IllegalArgumentException(
          FoveaException.format(
              "example " + name,
              "one folder at most",
              String.join(" ", args),
              "write options as --name=value."));
    }
  }
}
