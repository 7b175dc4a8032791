// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import picocli.CommandLine.Option;

/// Options that every command has.
final class Common {
  @Option(
      names = "--json",
      description =
          "The last line of standard output is one JSON object; progress goes to standard"
              + " error.")
  boolean json;

  @Option(names = "--debug", description = "Shows the stack trace of an error.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;
}
