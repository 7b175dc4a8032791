// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.train.Callbacks.onBatchEnd;
import static io.fovea.train.Fit.epochs;

import io.fovea.data.Datasets;
import io.fovea.train.Model;
import io.fovea.zoo.LeNet5;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A program that trains LeNet-5 for 5,000 steps and prints its memory on the way, one line per
/// thousand steps: steps, kB resident, kB that live on the heap. Linux only.
final class SteadyProgram {
  private static final int EPOCHS = 25;
  private static final int STEPS = 200;

  private SteadyProgram() {}

  public static void main(String[] args) {
    var model = Model.of(input(28, 28, 1), LeNet5.LENET5);
    model.compile(adam(1e-3), sparseCategoricalCrossentropy(), accuracy());
    model.fit(
        Datasets.mnist10k().train().take(32 * STEPS),
        epochs(EPOCHS)
            .batch(32)
            .callbacks(
                onBatchEnd((run, _, _) -> {
                  long steps = run.model().iterations();
                  if (steps % 1_000 == 0) {
                    System.out.println(steps + " " + residentKilobytes() + " " + liveKilobytes());
                  }
                })));
  }

  private static long liveKilobytes() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1024;
  }

  static long residentKilobytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
