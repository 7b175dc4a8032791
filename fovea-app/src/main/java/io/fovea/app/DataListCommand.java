package io.fovea.app;

import io.fovea.data.Datasets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists the data sets that Fovea knows by name.
@Command(
    name = "list",
    description = "Lists the data sets that Fovea knows by name, and which of them are here.",
    footer = {"", "Examples:", "  fovea data list", "  fovea data list --json"})
final class DataListCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private Common common = new Common();

  DataListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var out = console.out();
    if (common.json) {
      var rows =
          Arrays.stream(DataChoice.values())
              .map(data ->
                  new Json()
                      .put("name", data.label())
                      .put("classes", data.classes())
                      .put("train", data.train())
                      .put("test", data.test())
                      .put("size", data.size())
                      .put("download_mb", data.megabytes())
                      .put("state", data.state())
                      .fields())
              .toList();
      out.println(
          new Json().put("folder", Datasets.cacheFolder().toString()).put("data", rows).line());
      return 0;
    }
    out.printf(
        "%-14s %8s %8s %8s %9s %9s  %s%n",
        "name", "classes", "train", "test", "size", "MB", "state");
    for (var data : DataChoice.values()) {
      out.printf(
          Locale.ROOT,
          "%-14s %8d %8d %8d %9s %9.1f  %s%n",
          data.label(),
          data.classes(),
          data.train(),
          data.test(),
          data.size(),
          data.megabytes(),
          data.state());
    }
    out.println("kept in " + Datasets.cacheFolder());
    return 0;
  }
}
