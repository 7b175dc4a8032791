// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.data.DatasetEntry;
import io.fovea.data.Datasets;
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
          Datasets.entries().stream()
              .map(data ->
                  new Json()
                      .put("name", data.name())
                      .put("classes", data.classes())
                      .put("train", data.train())
                      .put("test", data.test())
                      .put("size", size(data))
                      .put("download_mb", data.megabytes())
                      .put("state", state(data))
                      .fields())
              .toList();
      out.println(
          new Json().put("folder", Datasets.cacheFolder().toString()).put("data", rows).line());
      return 0;
    }
    out.printf(
        "%-14s %8s %8s %8s %9s %9s  %s%n",
        "name", "classes", "train", "test", "size", "MB", "state");
    for (var data : Datasets.entries()) {
      out.printf(
          Locale.ROOT,
          "%-14s %8d %8d %8d %9s %9.1f  %s%n",
          data.name(),
          data.classes(),
          data.train(),
          data.test(),
          size(data),
          data.megabytes(),
          state(data));
    }
    out.println("kept in " + Datasets.cacheFolder());
    return 0;
  }

  private static String size(DatasetEntry data) {
    return data.picture()
        .map(picture -> picture.get(0) + "x" + picture.get(1) + "x" + picture.get(2))
        .orElse("photos");
  }

  private static String state(DatasetEntry data) {
    return data.isBuiltIn() ? "built in" : data.isHere() ? "here" : "to download";
  }
}
