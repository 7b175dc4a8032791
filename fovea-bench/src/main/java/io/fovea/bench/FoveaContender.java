package io.fovea.bench;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.optim.Optimizers.sgd;

import io.fovea.engine.Plan;
import io.fovea.formats.onnx.OnnxFormat;
import io.fovea.graph.Costs;
import io.fovea.graph.Graph;
import io.fovea.tensor.Rng;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Fovea on its default engine.
final class FoveaContender implements Contender {
  private static final int FEWEST_PROFILES = 6;
  private static final long PROFILE_NANOS = 1_000_000_000;
  private static final double LEARNING_RATE = 0.01;

  private final Plan plan;
  private final Graph graph;
  private final float[][] inputs;
  private final float[] result;
  private final String name;
  private long runs;

  FoveaContender(Task task) {
    var model = Zoo.model(task.model());
    var engine = model.engine();
    name = "fovea " + engine.name() + "-" + engine.availability().version();
    if (!Files.exists(task.file())) {
      new OnnxFormat().nchwInput().save(model, task.file());
    }
    graph = graph(model, task);
    plan = model.engine().compile(graph);
    inputs = inputs(graph);
    result = new float[Math.toIntExact(graph.outputs().getFirst().shape().elements())];
  }

  private static Graph graph(Model model, Task task) {
    return switch (task.job()) {
      case PREDICT -> model.predictGraph(task.batch());
      case TRAIN ->
          model
              .compile(sgd(LEARNING_RATE).momentum(0.9), sparseCategoricalCrossentropy())
              .trainGraph(task.batch());
    };
  }

  /// Noise for pictures; class 0, weight 1 and a rate that changes next to nothing for what training
  /// gets beside them.
  static float[][] inputs(Graph graph) {
    var steps = graph.inputs();
    var inputs = new float[steps.size()][];
    var rng = Rng.of(1);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = new float[Math.toIntExact(steps.get(i).output().shape().elements())];
      Arrays.fill(inputs[i], i == 1 ? 0 : 1e-6f);
    }
    for (int i = 0; i < inputs[0].length; i++) {
      inputs[0][i] = (float) rng.uniform(i);
    }
    return inputs;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void run() {
    for (int i = 0; i < inputs.length; i++) {
      plan.feed(i, inputs[i]);
    }
    plan.run(runs++);
    plan.fetch(0, result);
  }

  @Override
  public List<Share> shares() {
    // the first ones warm up; then each kind at its median, as runs that were interrupted must not
    // count
    var measured = new ArrayList<List<Share>>();
    long end = System.nanoTime() + 2 * PROFILE_NANOS;
    while (measured.size() < FEWEST_PROFILES || System.nanoTime() < end) {
      measured.add(shares(plan.profile(runs++)));
    }
    return measured.subList(measured.size() / 2, measured.size()).stream()
        .flatMap(List::stream)
        .collect(Collectors.groupingBy(Share::kind))
        .values()
        .stream()
        .map(FoveaContender::median)
        .sorted(Comparator.comparing(Share::nanos).reversed())
        .toList();
  }

  private static List<Share> shares(List<Plan.Part> parts) {
    return parts.stream().collect(Collectors.groupingBy(Plan.Part::kind)).entrySet().stream()
        .map(entry ->
            new Share(
                entry.getKey(),
                entry.getValue().size(),
                entry.getValue().stream().mapToLong(Plan.Part::nanos).sum()))
        .toList();
  }

  private static Share median(List<Share> runs) {
    return runs.stream().sorted(Comparator.comparing(Share::nanos)).toList().get(runs.size() / 2);
  }

  /// Multiply-adds of a run.
  long macs() {
    return Costs.productMacs(graph);
  }

  /// Bytes that the plan holds.
  long bytes() {
    return plan.memory().total();
  }
}
