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
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.augment.RandomAffine;
import io.fovea.data.Dataset;
import io.fovea.train.Fit;
import io.fovea.train.Model;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same seed gives the same variables, to the last bit.
class DeterminismTest {
  private static final Fit FIT = epochs(2).batch(16).validation(0.1).workers(1).seed(3);

  /// Moved, turned and scaled pictures in a new order each epoch; the last batch is smaller.
  private static Dataset data() {
    return Pictures.labelled(150, 5, 20, 20, 1)
        .augment(
            RandomAffine.IDENTITY.maxShift(0.1).maxTurnDegrees(15).maxShear(0.1).scale(0.9, 1.1));
  }

  private static List<float[]> trained(Fit fit) {
    var model =
        Model.of(
            input(20, 20, 1),
            conv2d(16, 3).same().noBias(),
            batchNorm(),
            relu(),
            maxPool2d(2),
            conv2d(32, 3).relu(),
            flatten(),
            dropout(0.5),
            dense(5).softmax());
    model.initialize(3).runOn(Pictures.fast());
    model.compile(adam(1e-3), sparseCategoricalCrossentropy(), accuracy());
    model.fit(data(), fit);
    return Pictures.values(model);
  }

  private static boolean same(List<float[]> a, List<float[]> b) {
    return a.size() == b.size()
        && IntStream.range(0, a.size()).allMatch(i -> Arrays.equals(a.get(i), b.get(i)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8})
  void variablesDoNotDependOnTheNumberOfDataWorkers(int workers) {
    assertThat(same(trained(FIT.workers(workers)), trained(FIT))).isTrue();
  }

  @Test
  void anotherSeedGivesOtherVariables() {
    assertThat(same(trained(FIT.seed(4)), trained(FIT))).isFalse();
  }

  @Test
  void workOfOtherThreadsInBetweenChangesNothing() throws Exception {
    var expected = trained(FIT);
    var other = new Thread(() -> trained(FIT.seed(5)));
    other.start();
    var got = trained(FIT);
    other.join();
    assertThat(same(got, expected)).isTrue();
  }

  /// Prints a digest of the variables, for comparison between processes.
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      int digest = 0;
      for (var values : trained(FIT)) {
        digest = 31 * digest + Arrays.hashCode(values);
      }
      System.out.println(digest);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void twoProcessesOfTheSameNumberOfThreadsAgree(int threads) throws Exception {
    var option = "-Dfovea.threads=" + threads;
    assertThat(Fork.run(Program.class, option)).isEqualTo(Fork.run(Program.class, option));
  }
}
