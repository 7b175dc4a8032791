// SPDX-License-Identifier: Apache-2.0
package io.fovea.bench;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.sgd;

import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import io.fovea.nn.Layer;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;
import java.util.Arrays;
import java.util.List;

/// What a training step on a frozen base costs, beside the forward pass of the base and a step of the
/// head alone: `FrozenBench [MODEL [BATCH]]`. The three take turns; medians count.
public final class FrozenBench {
  private static final int WARM = 3;
  private static final int ROUNDS = 21;

  private FrozenBench() {}

  /// Something that runs, and how long its runs took.
  private static final class Job {
    private final String name;
    private final Plan plan;
    private final long[] nanos = new long[ROUNDS];
    private final float[][] inputs;

    Job(String name, Model model, Graph graph) {
      this.name = name;
      plan = model.engine().compile(graph);
      inputs = FoveaContender.inputs(graph);
    }

    void run(int round) {
      long begin = System.nanoTime();
      for (int i = 0; i < inputs.length; i++) {
        plan.feed(i, inputs[i]);
      }
      plan.run(round);
      if (round >= 0) {
        nanos[round] = System.nanoTime() - begin;
      }
    }

    double millis() {
      long[] sorted = nanos.clone();
      Arrays.sort(sorted);
      return sorted[ROUNDS / 2] / 1e6;
    }
  }

  /// Prints the table.
  public static void main(String... args) {
    var name = args.length > 0 ? args[0] : "resnet50";
    int batch = args.length > 1 ? Integer.parseInt(args[1]) : 16;
    var base = Zoo.draft(name).withoutTop().build();
    var head = new Layer[] {globalAvgPool2d(), dense(5).softmax()};
    var maps = base.network().outputShape();
    var alone = compiled(Model.of(input(maps.slice(1, maps.rank()).toArray()), head));
    var trainable = new Job("step, all of it trained", base, stepOf(base, head, batch));
    base.freeze();
    var jobs =
        List.of(
            new Job("forward pass of the base", base, base.predictGraph(batch)),
            new Job("step of the head alone", alone, alone.trainGraph(batch)),
            new Job("step, base frozen", base, stepOf(base, head, batch)));
    for (int round = -WARM; round < ROUNDS; round++) {
      for (var job : jobs) {
        job.run(round);
      }
      trainable.run(round);
    }
    System.out.printf(
        "%s, batch %d, %s, medians of %d rounds%n", name, batch, base.engine().name(), ROUNDS);
    jobs.forEach(job -> System.out.printf("%-26s %9.2f ms%n", job.name, job.millis()));
    System.out.printf("%-26s %9.2f ms%n", trainable.name, trainable.millis());
    System.out.printf(
        "%-26s %9.3f%n",
        "frozen / (forward + head)",
        jobs.get(2).millis() / (jobs.get(0).millis() + jobs.get(1).millis()));
  }

  private static Graph stepOf(Model base, Layer[] head, int batch) {
    return compiled(base.then(head)).trainGraph(batch);
  }

  private static Model compiled(Model model) {
    return model.compile(sgd(0.01).momentum(0.9), sparseCategoricalCrossentropy());
  }
}
