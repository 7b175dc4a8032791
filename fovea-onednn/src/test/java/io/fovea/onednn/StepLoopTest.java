// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.train.Callbacks.onBatchEnd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fovea.engine.Plan;
import io.fovea.graph.Graph;
import io.fovea.onednn.dnnl.DnnlScope;
import io.fovea.train.Model;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What a step leaves behind: nothing.
@Tag("isa")
class StepLoopTest {
  private static final int WARM_UP = 3_000;
  private static final int STEPS = 200;
  private static final int ROUNDS = 200;

  /// The key of a run's random numbers, one object for each dropout, unless the JVM does without.
  private static final long KEY_BYTES = 24;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static Model model() {
    var model =
        Model.of(
            input(12, 12, 1),
            conv2d(8, 3).same().noBias(),
            batchNorm(),
            relu(),
            maxPool2d(2),
            conv2d(16, 3).relu(),
            flatten(),
            dropout(0.5),
            dense(10).softmax());
    model.runOn(Pictures.fast());
    return model.compile(adam(1e-3), sparseCategoricalCrossentropy(), accuracy());
  }

  @Test
  void aTrainingStepAllocatesNoMoreThanTheKeyOfItsDropout() {
    assertThat(bytesPerStep(model().trainGraph(4))).isLessThanOrEqualTo(KEY_BYTES);
  }

  @Test
  void aPredictionAllocatesNothing() {
    assertThat(bytesPerStep(model().predictGraph(4))).isZero();
  }

  /// Heap bytes of feed, run and fetch, once the JVM has compiled them: the least of many rounds,
  /// since compiling happens beside the steps and takes its time on busy processors. What a step
  /// really needs it needs in every round.
  private static long bytesPerStep(Graph graph) {
    try (var plan = Pictures.fast().compile(graph)) {
      var inputs =
          graph.inputs().stream()
              .map(step -> new float[Math.toIntExact(step.output().shape().elements())])
              .toArray(float[][]::new);
      var outputs =
          graph.outputs().stream()
              .map(value -> new float[Math.toIntExact(value.shape().elements())])
              .toArray(float[][]::new);
      for (int i = 0; i < WARM_UP; i++) {
        step(plan, inputs, outputs, i);
      }
      long handles = DnnlScope.liveHandles();
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS && least > 0; round++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < STEPS; i++) {
          step(plan, inputs, outputs, i);
        }
        least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(DnnlScope.liveHandles()).isEqualTo(handles);
      return least / STEPS;
    }
  }

  private static void step(Plan plan, float[][] inputs, float[][] outputs, long key) {
    for (int i = 0; i < inputs.length; i++) {
      plan.feed(i, inputs[i]);
    }
    plan.run(key);
    for (int i = 0; i < outputs.length; i++) {
      plan.fetch(i, outputs[i]);
    }
  }

  /// A step of `fit` makes the logs that callbacks get: two sorted maps of two numbers each, about
  /// 500 bytes, and small change. Nothing of it grows with batch, picture or network.
  private static final long BYTES_PER_FIT_STEP = 2_048;

  @Test
  void aStepOfFitAllocatesOnlyItsLogs() {
    var model = model();
    var handles = new long[2];
    var bytes = new long[2];
    int steps = WARM_UP + STEPS;
    model.fit(
        Pictures.labelled(4 * steps, 10, 12, 12, 1),
        epochs(1)
            .batch(4)
            .callbacks(
                onBatchEnd((_, step, _) -> {
                  int at = step == WARM_UP - 1 ? 0 : 1;
                  if (step == WARM_UP - 1 || step == steps - 1) {
                    handles[at] = DnnlScope.liveHandles();
                    bytes[at] = THREADS.getCurrentThreadAllocatedBytes();
                  }
                })));
    assertThat(handles[1]).isEqualTo(handles[0]);
    assertThat((bytes[1] - bytes[0]) / STEPS).isLessThan(BYTES_PER_FIT_STEP);
  }

  @Test
  void modelsThatNobodyHoldsAreFreed() throws InterruptedException {
    assertThat(DnnlScope.liveHandles()).isNotNegative();
    useAndDrop(1); // what the process keeps for good
    long before = settled(0);
    useAndDrop(50);
    assertThat(settled(before)).isLessThanOrEqualTo(before);
  }

  private static void useAndDrop(int models) {
    for (int i = 0; i < models; i++) {
      var model = model();
      model.fit(Pictures.labelled(6, 10, 12, 12, 1), epochs(1).batch(4));
      assertThat(model.predict(Pictures.plain(3, 12, 12, 1)).elements()).isEqualTo(30);
    }
  }

  /// Live handles once they are no more than `goal`, or after 20 seconds.
  private static long settled(long goal) throws InterruptedException {
    long end = System.nanoTime() + 20_000_000_000L;
    long least = Long.MAX_VALUE;
    int same = 0;
    while (System.nanoTime() < end && least > goal && same < 20) {
      System.gc();
      Thread.sleep(50);
      long now = DnnlScope.liveHandles();
      same = now < least ? 0 : same + 1;
      least = Math.min(least, now);
    }
    return DnnlScope.liveHandles();
  }

  /// Between step 2,000, when everything is compiled, and step 5,000. A leak of one float per
  /// parameter and step would be 0.7 GB, of one small object per step and layer 4 MB.
  private static final long GROWTH_KILOBYTES = 3 * 512;

  @Test
  @Tag("slow")
  @EnabledOnOs(OS.LINUX)
  void memoryIsFlatOverFiveThousandSteps() throws Exception {
    // the whole heap is resident from the start: pages that it touches for the first time, 3 MB per
    // thousand steps, would hide what is not given back
    var lines =
        Fork.run(SteadyProgram.class, "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch")
            .strip()
            .lines()
            .toList();
    assertThat(lines).hasSize(5);
    for (int column = 1; column <= 2; column++) {
      // from the second line on: a busy machine compiles beyond the first
      assertThat(kilobytes(lines.getLast(), column) - kilobytes(lines.get(1), column))
          .as("%s", lines)
          .isLessThan(GROWTH_KILOBYTES);
    }
  }

  private static long kilobytes(String line, int column) {
    return Long.parseLong(line.split(" ")[column]);
  }
}
