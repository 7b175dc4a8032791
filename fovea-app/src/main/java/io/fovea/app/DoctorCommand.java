// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.turbojpeg.TurboJpeg;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says which engine runs here, how fast it may be, and why not a faster one.
@Command(
    name = "doctor",
    description = "Says which engine runs here, and why not a faster one.",
    footer = {"", "Examples:", "  fovea doctor", "  fovea doctor --json"})
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private Common common = new Common();

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var engine = Engines.best();
    var availability = engine.availability();
    var facts = availability.facts();
    var problems = problems(engine);
    if (common.json) {
      console
          .out()
          .println(
              new Json()
                  .put("engine", engine.name())
                  .put("version", availability.version())
                  .put("isa", facts.getOrDefault("isa", "java"))
                  .put("threads", Integer.parseInt(facts.getOrDefault("threads", "1")))
                  .put("bf16", Boolean.parseBoolean(facts.getOrDefault("bf16", "false")))
                  .put("jpeg", TurboJpeg.installed().isPresent() ? "libjpeg-turbo" : "jdk")
                  .put("java", Versions.java())
                  .put("fovea", Versions.fovea())
                  .put("system", Versions.system())
                  .put("problems", problems)
                  .line());
    } else {
      report(engine, problems);
    }
    return 0;
  }

  /// Why no engine is used that would be better than the one in use.
  private static List<String> problems(Engine used) {
    var problems = new ArrayList<String>();
    for (var engine : Engines.all()) {
      if (engine.equals(used)) {
        break;
      }
      var availability = engine.availability();
      problems.add(
          availability.available()
              ? "fovea.engine: " + engine.name() + " could run but " + used.name() + " was chosen."
              : availability.reason());
    }
    if (problems.isEmpty() && used.priority() == 0) {
      problems.add("fovea.engine: only the slow engine is on the class path: add fovea-onednn.");
    }
    return problems;
  }

  private void report(Engine used, List<String> problems) {
    var out = console.out();
    line("fovea", Versions.fovea());
    line("java", Versions.java());
    line("system", Versions.system());
    line("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    line("memory", (Runtime.getRuntime().maxMemory() >> 20) + " MiB heap at most");
    for (var engine : Engines.all()) {
      var availability = engine.availability();
      line(
          "engine " + engine.name(),
          (availability.available() ? "can run" : "cannot run")
              + (availability.version().isEmpty() ? "" : ", version " + availability.version())
              + (engine.equals(used) ? ", in use" : ""));
      for (Map.Entry<String, String> fact : new TreeMap<>(availability.facts()).entrySet()) {
        line("  " + fact.getKey(), fact.getValue());
      }
    }
    TurboJpeg.installed()
        .ifPresentOrElse(
            library -> line("jpeg files", "libjpeg-turbo, " + library.name()), this::slowJpeg);
    out.println(problems.isEmpty() ? "No problems." : "Problems:");
    problems.forEach(problem -> out.println("  " + problem));
  }

  /// No problem, as pictures are the same without it.
  private void slowJpeg() {
    line("jpeg files", "the JDK's decoder");
    String way =
        System.getProperty(TurboJpeg.PROPERTY, "").equals("off")
            ? "leave out -D" + TurboJpeg.PROPERTY + "=off"
            : faster(System.getProperty("os.name", ""));
    line("  faster", way);
  }

  static String faster(String system) {
    if (system.startsWith("Windows")) {
      return "nothing to do: libjpeg-turbo is not used on Windows";
    }
    String command =
        system.startsWith("Mac") ? "brew install jpeg-turbo" : "apt-get install libturbojpeg0";
    return "libjpeg-turbo, about 3 x: " + command;
  }

  private void line(String name, String value) {
    console.out().printf("%-18s %s%n", name, value);
  }
}
