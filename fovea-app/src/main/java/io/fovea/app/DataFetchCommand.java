package io.fovea.app;

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
      "  fovea data fetch cifar-10 --json"
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
    KnownData known =
        KnownData.ALL.stream()
            .filter(data -> data.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(),
                    "Invalid value for NAME: expected one of "
                        + KnownData.names()
                        + ", got "
                        + name
                        + "."));
    int pictures = KnownData.pictures(known.fetch().get());
    Path folder = known.folder();
    if (common.json) {
      console
          .out()
          .println(
              new Json()
                  .put("name", name)
                  .put("pictures", pictures)
                  .put("folder", folder.toString())
                  .line());
    } else {
      String where = known.megabytes() == 0 ? "part of the program" : "in " + folder;
      console.out().println(name + ": " + pictures + " pictures, " + where);
    }
    return 0;
  }
}
