// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.engine.Engines;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Threads share models and files.
class ThreadsTest {
  private static final int ROUNDS = Integer.getInteger("fovea.threads.rounds", 20);

  @TempDir Path folder;

  private static Model model(long seed) {
    return Model.of(input(64), dense(128), dense(64))
        .runOn(Engines.named("reference"))
        .initialize(seed);
  }

  @ParameterizedTest
  @ValueSource(strings = {".fovea", ".keras"})
  void aModelIsSavedAsItWasAtOneMomentWhileAnotherThreadLoadsIntoIt(String ending)
      throws Exception {
    var one = folder.resolve("one" + ending);
    var two = folder.resolve("two" + ending);
    var both = folder.resolve("both" + ending);
    model(1).save(one);
    model(2).save(two);
    var shared = model(1);
    shared.save(both);
    Callable<Boolean> saves = () -> repeated(_ -> shared.save(both));
    Callable<Boolean> loads = () -> repeated(i -> shared.loadWeights(i % 2 == 0 ? two : one));
    Callable<Boolean> reads = () -> repeated(_ -> assertWhole(Model.load(both)));
    try (var threads = Executors.newFixedThreadPool(3)) {
      for (var each : threads.invokeAll(List.of(saves, loads, reads))) {
        assertThat(each.get()).isTrue();
      }
    }
  }

  private interface Round {
    void run(int number);
  }

  private static boolean repeated(Round round) {
    for (int i = 0; i < ROUNDS; i++) {
      round.run(i);
    }
    return true;
  }

  /// Never some of the one and some of the other.
  private static void assertWhole(Model read) {
    var values =
        read.variables().stream()
            .map(variable -> Tensor.of(variable.shape(), variable.read()))
            .toList();
    assertThat(values).isIn(values(1), values(2));
  }

  private static List<Tensor> values(long seed) {
    return model(seed).variables().stream()
        .map(variable -> Tensor.of(variable.shape(), variable.read()))
        .toList();
  }
}
