// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.data.Datasets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Downloads a data set, so that no network is needed later.
@Command(
    name = "fetch",
    description = {
      "Downloads a data set and checks it, so that no network is needed later.",
      "What is here already is not downloaded again; a download that broke off goes on."
    },
    footer = {
      "",
      "Examples:",
      "  fovea data fetch tf-flowers",
      "  fovea data fetch cifar10 --json"
    })
final class DataFetchCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "NAME", description = "A data set that 'fovea data list' shows.")
  private String name = "";

  DataFetchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var known =
        Datasets.entry(name)
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(),
                    Problems.unknown(
                        "a data set", name, DataSource.names(), "'fovea data list' lists all.")));
    int pictures = known.fetch();
    Path folder = known.folder();
    if (common.json) {
      console
          .out()
          .println(
              new Json()
                  .put("name", known.name())
                  .put("pictures", pictures)
                  .put("folder", folder.toString())
                  .line());
    } else {
      String where = known.isBuiltIn() ? "part of the program" : "in " + folder;
      console.out().println(known.name() + ": " + pictures + " pictures, " + where);
    }
    return 0;
  }
}
