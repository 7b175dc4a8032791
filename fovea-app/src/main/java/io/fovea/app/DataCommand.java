// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What can be done with data sets and folders of pictures; the work is in its subcommands.
@Command(
    name = "data",
    description = "Looks after data sets and folders of pictures.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  fovea data list",
      "  fovea data fetch tf-flowers",
      "  fovea data check flowers/"
    })
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin Common common = new Common();

  /// The command with its subcommands.
  static CommandLine line(Console console) {
    return new CommandLine(new DataCommand())
        .addSubcommand(new DataListCommand(console))
        .addSubcommand(new DataFetchCommand(console))
        .addSubcommand(new DataCheckCommand(console));
  }

  /// Called without a subcommand: that is wrong usage.
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
