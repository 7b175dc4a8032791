// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.nn.Layers.relu;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.train.Fit.epochs;

import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// A program that works like a busy server for as long as it is told: 16 threads predict with one
/// model, or describe, train and drop models of their own, all with changing batch sizes. Whatever was
/// asked before must get the same answer to the bit. Prints a line now and then: seconds, resident
/// kB, answers so far. Linux only.
final class LoadProgram {
  private static final int THREADS = 16;
  private static final int MOST_BATCH = 33;
  private static final int LINES = 20;
  private static final int TRAINED = 4; // one of so many answers is a model that learns

  private final Model shared = model();
  private final Map<String, List<float[]>> answers = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();

  private LoadProgram() {}

  public static void main(String[] args) throws Exception {
    long seconds = Long.getLong("fovea.load.seconds", 5);
    long nanos = TimeUnit.SECONDS.toNanos(seconds);
    new LoadProgram().run(System.nanoTime(), nanos);
  }

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
            dense(10).softmax());
    return model.runOn(Pictures.fast()).initialize(1);
  }

  private void run(long start, long nanos) throws Exception {
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var work =
          IntStream.range(0, THREADS)
              .mapToObj(i -> threads.submit(() -> work(i, start + nanos)))
              .toList();
      for (int line = 1; line < LINES; line++) {
        long due = start + nanos * line / LINES;
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        print(start);
      }
      for (Future<?> part : work) {
        part.get();
      }
      print(start);
    }
  }

  private void print(long start) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    System.out.println(seconds + " " + SteadyProgram.residentKilobytes() + " " + count.get());
  }

  private void work(int thread, long end) {
    var random = new SplittableRandom(thread);
    while (System.nanoTime() < end) {
      int batch = random.nextInt(1, MOST_BATCH + 1);
      if (random.nextInt(TRAINED) == 0) {
        check("trained " + batch, trained(batch));
      } else {
        check("predicted " + batch, predicted(batch));
      }
      count.incrementAndGet();
    }
  }

  private List<float[]> predicted(int batch) {
    return List.of(values(shared.predict(Pictures.plain(batch, 12, 12, 1), batch)));
  }

  private static List<float[]> trained(int batch) {
    var model = model().compile(adam(1e-3), sparseCategoricalCrossentropy());
    var _ = model.fit(Pictures.labelled(40, 5, 12, 12, 1), epochs(1).batch(batch).seed(2));
    return Pictures.values(model);
  }

  private static float[] values(Tensor tensor) {
    var values = new float[tensor.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.get(i);
    }
    return values;
  }

  private void check(String question, List<float[]> answer) {
    var before = answers.putIfAbsent(question, answer);
    if (before != null && !Arrays.deepEquals(before.toArray(), answer.toArray())) {
      throw new IllegalStateException(question + ": expected the same answer as before.");
    }
  }
}
