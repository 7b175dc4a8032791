// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Callbacks.onBatchEnd;
import static io.fovea.train.Fit.epochs;

import io.fovea.data.Dataset;
import io.fovea.engine.Plan;
import io.fovea.formats.onnx.OnnxFormat;
import io.fovea.graph.Costs;
import io.fovea.graph.Graph;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Fovea on its default engine.
final class FoveaContender implements Contender {
  private static final int FEWEST = 4;
  private static final int FEWEST_BATCHES = 3;
  private static final int MOST_BATCHES = 200;
  private static final long PIXELS = 16_000_000;
  private static final double LEARNING_RATE = 1e-6;

  private final Task task;
  private final Model model;
  private final Plan plan;
  private final Graph graph;
  private final float[][] inputs;
  private final float[] result;
  private long runs;

  FoveaContender(Task task) {
    this.task = task;
    model = task.model();
    graph = graph(model, task);
    plan = model.engine().compile(graph);
    inputs = inputs(graph);
    result = new float[Math.toIntExact(graph.outputs().getFirst().shape().elements())];
  }

  /// Writes the network where a peer finds it, in the layout of pictures that it likes best.
  void export() {
    new OnnxFormat().nchwInput().save(model, task.file());
  }

  private static Graph graph(Model model, Task task) {
    return switch (task.job()) {
      case PREDICT -> model.predictGraph(task.batch());
      case TRAIN ->
          model
              .compile(
                  sgd(LEARNING_RATE).momentum(0.9), sparseCategoricalCrossentropy(), accuracy())
              .trainGraph(task.batch());
    };
  }

  /// Noise for pictures; class 0, weight 1 and a rate that changes next to nothing for what training
  /// gets beside them.
  static float[][] inputs(Graph graph) {
    var steps = graph.inputs();
    var inputs = new float[steps.size()][];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = new float[Math.toIntExact(steps.get(i).output().shape().elements())];
      Arrays.fill(inputs[i], i == 1 ? 0 : 1e-6f);
    }
    fillWithNoise(inputs[0]);
    return inputs;
  }

  private static void fillWithNoise(float[] values) {
    var rng = Rng.of(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rng.uniform(i);
    }
  }

  @Override
  public String name() {
    var engine = model.engine();
    return "fovea " + engine.name() + "-" + engine.availability().version();
  }

  @Override
  public void run() {
    for (int i = 0; i < inputs.length; i++) {
      plan.feed(i, inputs[i]);
    }
    plan.run(runs++);
    plan.fetch(0, result);
  }

  /// Where the time goes.
  ///
  /// @param budget nanoseconds for each part of the measurement
  Profile profile(long budget) {
    measure(budget, new ArrayList<>(), new ArrayList<>()); // the first ones warm up
    var whole = new ArrayList<Long>();
    var apart = new ArrayList<List<Plan.Part>>();
    measure(budget, whole, apart);
    var parts = IntStream.range(0, plan.parts().size()).mapToObj(i -> median(apart, i)).toList();
    long fit = task.job() == Task.Job.TRAIN ? fitStep(budget) : 0;
    return new Profile(median(whole), fit, Costs.productMacs(graph), plan.memory(), parts);
  }

  private void measure(long budget, List<Long> whole, List<List<Plan.Part>> apart) {
    long end = System.nanoTime() + budget;
    while (apart.size() < FEWEST || System.nanoTime() < end) {
      long start = System.nanoTime();
      run();
      whole.add(System.nanoTime() - start);
      apart.add(plan.profile(runs++));
    }
  }

  private static Plan.Part median(List<List<Plan.Part>> runs, int at) {
    var part = runs.getFirst().get(at);
    long nanos = median(runs.stream().map(parts -> parts.get(at).nanos()).toList());
    return new Plan.Part(part.path(), part.kind(), part.implementation(), nanos);
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /// Nanoseconds from the end of one step of `fit` to the end of the next.
  private long fitStep(long budget) {
    var ends = new ArrayList<Long>();
    model.fit(
        data(),
        epochs(Integer.MAX_VALUE)
            .batch(task.batch())
            .quiet()
            .callbacks(
                onBatchEnd((run, _, _) -> {
                  ends.add(System.nanoTime());
                  boolean enough = ends.size() > 2 * FEWEST;
                  if (enough && ends.getLast() - ends.getFirst() > 2 * budget) {
                    run.stop();
                  }
                })));
    int warm = ends.size() / 2;
    return median(
        IntStream.range(warm, ends.size()).mapToObj(i -> ends.get(i) - ends.get(i - 1)).toList());
  }

  private Dataset data() {
    var picture = model.network().inputShape();
    var example = picture.slice(1, picture.rank());
    long batches = PIXELS / (task.batch() * example.elements());
    int count = Math.clamp(batches, FEWEST_BATCHES, MOST_BATCHES) * task.batch();
    var pixels = new float[Math.toIntExact(count * example.elements())];
    fillWithNoise(pixels);
    return Dataset.of(Shape.of(example.toArray()), pixels, new float[count])
        .classes(model.network().outputShape().channels());
  }
}
