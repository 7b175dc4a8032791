package io.fovea.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fovea.zoo.Zoo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures a network of the zoo.
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
  private static final long WARM_UP_MILLIS = 3_000;
  private static final long TURN_MILLIS = 1_500;
  private static final String PEER = "onnxruntime";

  private final PrintStream out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MODEL", description = "Name in the zoo.")
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

  @Option(names = "--peer", description = "onnxruntime, for predict.")
  private String peer = "";

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  private Bench(PrintStream out) {
    this.out = out;
  }

  /// Runs the command and ends the process.
  static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    var line = new CommandLine(new Bench(out)).setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8));
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler((problem, _) -> {
      err.println(
          "fovea bench: "
              + problem.getMessage()
              + "\n  Fix: 'fovea bench --help' shows how it is used.");
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
    var task = new Task(model, job, batch, folder.resolve(model + ".onnx"));
    try {
      measure(task);
    } finally {
      Files.deleteIfExists(task.file());
      Files.deleteIfExists(folder);
    }
    return 0;
  }

  private void check() {
    if (!Zoo.names().contains(model)) {
      throw wrong("expected one of " + Zoo.names() + ", got " + model + ".");
    }
    if (batch < 1 || turns < 1) {
      throw wrong("expected a batch and turns of at least 1, got " + batch + " and " + turns + ".");
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

  private void measure(Task task) {
    var children = new ArrayList<Child>();
    try {
      children.add(Child.start("fovea", task));
      if (!peer.isEmpty()) {
        children.add(Child.start(peer, task));
      }
      children.forEach(child -> child.warmUp(WARM_UP_MILLIS));
      for (int turn = 0; turn < turns; turn++) {
        children.forEach(child -> child.takeTurn(TURN_MILLIS));
      }
      var figures =
          children.stream().map(child -> new Figures(child.name(), task, child.times())).toList();
      if (json) {
        out.println(json(figures));
      } else {
        print(figures, children.getFirst());
      }
    } finally {
      children.forEach(Child::close);
    }
  }

  private void print(List<Figures> figures, Child fovea) {
    print("%s, %s, float32, batch %d, %d processors%n", model, job.word(), batch, processors());
    print("%-20s %12s %12s %12s %6s%n", "", "images/s", "median ms", "best ms", "runs");
    for (var f : figures) {
      print(
          "%-20s %12.1f %12.3f %12.3f %6d%n",
          f.name(), f.imagesPerSecond(), f.medianMillis(), f.bestMillis(), f.nanos().size());
    }
    if (figures.size() > 1) {
      print("ratio of images/s: %.2f%n", ratio(figures));
    }
    var ours = figures.getFirst();
    long[] facts = fovea.facts();
    print(
        "%.1f GFLOP/s; the plan holds %.1f MB%n",
        2 * facts[0] / (ours.medianMillis() * 1e6), facts[1] / 1e6);
    var shares = fovea.shares();
    double sum = shares.stream().mapToLong(Contender.Share::nanos).sum() / 1e6;
    for (var share : shares) {
      print(
          "%8.1f %% %10.3f ms %5d x %s%n",
          share.nanos() / sum / 1e4, share.nanos() / 1e6, share.steps(), share.kind());
    }
    print(
        "sum of the steps' own times %.3f ms; a run takes %.0f microseconds more%n",
        sum, (ours.medianMillis() - sum) * 1e3);
  }

  private void print(String format, Object... arguments) {
    out.printf(Locale.ROOT, format, arguments);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static double ratio(List<Figures> figures) {
    return figures.get(0).imagesPerSecond() / figures.get(1).imagesPerSecond();
  }

  private String json(List<Figures> figures) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("results", figures.stream().map(Figures::fields).toList());
    var ratios = new LinkedHashMap<String, Object>();
    if (figures.size() > 1) {
      ratios.put(peer, ratio(figures));
    }
    fields.put("ratios", ratios);
    try {
      return new ObjectMapper().writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
