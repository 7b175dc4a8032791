// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import static java.util.stream.Collectors.joining;

import io.fovea.data.PictureFiles;
import io.fovea.data.PictureReport;
import io.fovea.error.Printable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Reads every picture of a folder or table once and tells what would spoil training.
@Command(
    name = "check",
    description = "Reads every picture of a folder or table and tells what would spoil training.",
    footer = {
      "",
      "DIR holds a folder per class, or the folders train, validation and test that do.",
      "TABLE lists a path and a label in each line.",
      "The exit code is 1 if files are broken or if a picture is in two parts.",
      "",
      "Examples:",
      "  fovea data check flowers/",
      "  fovea data check flowers.csv --json"
    })
final class DataCheckCommand implements Callable<Integer> {
  private static final int WIDEST = 200; // of a name, which a table may have megabytes of

  private final Console console;

  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "DIR|TABLE", description = "The folder, or the table.")
  private Path folder = Path.of(".");

  DataCheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var pictures = PictureFolder.of(folder);
    var files = pictures.files();
    var report = files.check();
    var leaks = report.duplicates().stream().filter(group -> leaks(pictures, group)).toList();
    if (common.json) {
      console.out().println(json(pictures, files, report, leaks).line());
    } else {
      print(pictures, files, report, leaks);
    }
    return report.broken().isEmpty() && leaks.isEmpty() ? 0 : Main.FAILED;
  }

  private static boolean leaks(PictureFolder pictures, List<Path> group) {
    return group.stream().map(pictures::partOf).distinct().count() > 1;
  }

  private static Json json(
      PictureFolder pictures, PictureFiles files, PictureReport report, List<List<Path>> leaks) {
    var parts = new Json();
    pictures.parts().forEach((name, part) -> parts.put(name, part.files().size()));
    return new Json()
        .put("pictures", report.pictures())
        .put("parts", parts)
        .put("left_out", files.leftOut().counts())
        .put("classes_alike", files.classesAlike())
        .put("classes", report.classCounts())
        .put("modes", report.modes())
        .put("broken", problems(pictures, report.broken()))
        .put("unusual", problems(pictures, report.unusual()))
        .put("drawn_in_alpha", report.drawnInAlpha().stream().map(pictures::name).toList())
        .put("duplicates", names(pictures, report.duplicates()))
        .put("leaks", names(pictures, leaks));
  }

  private static List<Object> problems(
      PictureFolder pictures, List<PictureReport.Problem> problems) {
    return problems.stream()
        .<Object>map(problem ->
            new Json()
                .put("file", pictures.name(problem.file()))
                .put("reason", problem.reason())
                .fields())
        .toList();
  }

  private static List<List<String>> names(PictureFolder pictures, List<List<Path>> groups) {
    return groups.stream().map(group -> group.stream().map(pictures::name).toList()).toList();
  }

  private void print(
      PictureFolder pictures, PictureFiles files, PictureReport report, List<List<Path>> leaks) {
    PrintStream out = console.out();
    out.printf("%d pictures in %s%n", report.pictures(), Printable.of(folder.toString()));
    pictures
        .parts()
        .forEach((name, part) -> out.printf("  %-20s %7d%n", name, part.files().size()));
    PictureFolder.remarks(files).forEach(out::println);
    out.println("classes");
    int readable = report.classCounts().values().stream().mapToInt(Integer::intValue).sum();
    report
        .classCounts()
        .forEach((name, count) ->
            out.printf(
                Locale.ROOT,
                "  %-20s %7d %5.1f %%%n",
                Printable.of(name, WIDEST),
                count,
                100.0 * count / Math.max(1, readable)));
    out.println("modes");
    report.modes().forEach((name, count) -> out.printf("  %-20s %7d%n", name, count));
    print("broken", pictures, report.broken());
    print("unusual", pictures, report.unusual());
    if (!report.drawnInAlpha().isEmpty()) {
      out.printf("drawn in transparency alone: %d%n", report.drawnInAlpha().size());
      report.drawnInAlpha().forEach(file -> out.println("  " + shown(pictures, file)));
    }
    out.printf("look the same: %d groups%n", report.duplicates().size());
    print(pictures, report.duplicates());
    out.printf("in more than one part: %d groups%n", leaks.size());
    print(pictures, leaks);
  }

  private void print(String title, PictureFolder pictures, List<PictureReport.Problem> problems) {
    PrintStream out = console.out();
    out.printf("%s: %d%n", title, problems.size());
    problems.forEach(
        problem -> out.printf("  %s: %s%n", shown(pictures, problem.file()), problem.reason()));
  }

  private void print(PictureFolder pictures, List<List<Path>> groups) {
    for (var group : groups) {
      var names = group.stream().map(file -> shown(pictures, file)).collect(joining(", "));
      console.out().println("  " + names);
    }
  }

  private static String shown(PictureFolder pictures, Path file) {
    return Printable.of(pictures.name(file), WIDEST);
  }
}
