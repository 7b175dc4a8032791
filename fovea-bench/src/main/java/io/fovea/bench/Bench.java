// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import io.fovea.error.Nearest;
import io.fovea.zoo.Zoo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures a network.
@Command(
    name = "fovea bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a network: pictures per second, and where the time goes. A peer runs",
      "in a JVM of its own, and both take turns."
    },
    footer = {
      "",
      "Examples:",
      "  fovea bench lenet5 --job train --batch 32",
      "  fovea bench resnet50-v1.5 --batch 16 --peer onnxruntime"
    })
final class Bench implements Callable<Integer> {
  private static final double MILLIS = 1_000;
  private static final int MOST_SECONDS = 600;
  private static final String PEER = "onnxruntime";

  /// Name of our own contender.
  static final String FOVEA = "fovea";

  private final PrintStream out;
  private final PrintStream err;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MODEL", description = "Name in the zoo, or a model file.")
  private String model = "";

  @Option(
      names = "--job",
      description = "predict or train; ${DEFAULT-VALUE} unless given.",
      defaultValue = "predict")
  private Task.Job job = Task.Job.PREDICT;

  @Option(names = "--batch", paramLabel = "N", description = "Pictures at a time; 1 unless given.")
  private int batch = 1;

  @Option(names = "--turns", paramLabel = "N", description = "Turns of each; 7 unless given.")
  private int turns = 7;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length of a turn, ${DEFAULT-VALUE} unless given; two turns warm up.")
  private double seconds = 1.5;

  @Option(names = "--peer", description = "onnxruntime, for predict.")
  private String peer = "";

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Lists the N slowest steps with the code that runs them; none unless given.")
  private int steps;

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  private Bench(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// Runs the command and ends the process.
  static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    var line = new CommandLine(new Bench(out, err)).setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8));
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler((problem, _) -> {
      var text = String.valueOf(problem.getMessage());
      var fix = "\n  Fix: 'fovea bench --help' shows how it is used.";
      err.println("fovea bench: " + text + (text.contains("\n  Fix: ") ? "" : fix));
      return 2;
    });
    line.setExecutionExceptionHandler((problem, _, _) -> {
      err.println(problem.getMessage());
      return 1;
    });
    return line.execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    check();
    var folder = Files.createTempDirectory("fovea-bench");
    var task = new Task(model, job, batch, folder.resolve("network.onnx"));
    try {
      var report = measured(task);
      if (json) {
        out.println(report.json());
      } else {
        report.print(out, steps);
      }
    } finally {
      Files.deleteIfExists(task.file());
      Files.deleteIfExists(folder);
    }
    return 0;
  }

  private void check() {
    if (!Zoo.names().contains(model) && !Files.isRegularFile(Path.of(model))) {
      throw wrong(
          "expected a model file or a network of the zoo, got "
              + model
              + ".\n  Fix: "
              + Nearest.fix(model, Zoo.names(), "'fovea zoo' lists all."));
    }
    if (batch < 1 || turns < 1 || steps < 0) {
      throw wrong(
          "expected a batch and turns of at least 1 and steps of at least 0, got %d, %d and %d."
              .formatted(batch, turns, steps));
    }
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw wrong("expected turns of up to " + MOST_SECONDS + " seconds, got " + seconds + ".");
    }
    if (!peer.isEmpty() && !peer.equals(PEER)) {
      throw wrong("expected the peer onnxruntime, got " + peer + ".");
    }
    if (!peer.isEmpty() && job == Task.Job.TRAIN) {
      throw wrong("expected --job predict with --peer onnxruntime, which does not train.");
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private Report measured(Task task) {
    long millis = Math.round(seconds * MILLIS);
    var children = new ArrayList<Child>();
    try {
      tell("starts " + FOVEA);
      var fovea = Child.start(FOVEA, task);
      children.add(fovea);
      if (!peer.isEmpty()) {
        tell("starts " + peer);
        fovea.export();
        children.add(Child.start(peer, task));
      }
      tell("warms up");
      children.forEach(child -> child.warmUp(2 * millis));
      for (int turn = 0; turn < turns; turn++) {
        tell("turn " + (turn + 1) + " of " + turns);
        children.forEach(child -> child.takeTurn(millis));
      }
      tell("takes a run apart");
      var profile = fovea.profile(millis);
      var figures =
          children.stream()
              .map(child -> new Figures(child.name(), task, child.times(), profile.macs()))
              .toList();
      return new Report(task, figures, profile);
    } finally {
      children.forEach(Child::close);
    }
  }

  /// Progress, apart from results.
  private void tell(String what) {
    err.println("bench: " + what);
  }
}
