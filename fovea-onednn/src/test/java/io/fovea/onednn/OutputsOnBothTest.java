// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.metric.Metrics.mae;
import static io.fovea.nn.Layers.concatenate;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.sequential;
import static io.fovea.nn.Layers.shared;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.train.Fit.epochs;
import static io.fovea.train.Objective.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.data.Dataset;
import io.fovea.engine.Engine;
import io.fovea.tensor.Tensor;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two pictures through one shared encoder to a class and to three numbers.
@Tag("isa")
class OutputsOnBothTest {
  /// Of a loss of size 1 after 20 steps, beyond the rounding of sums of at most 100 float32 terms.
  private static final double NEAR = 1e-4;

  private record Trained(List<Double> losses, Logs logs, List<Tensor> outputs) {}

  private static Trained trained(Engine engine) {
    var encoder = shared("encoder", sequential(conv2d(6, 3).same().tanh(), globalAvgPool2d()));
    var left = input(8, 8, 2);
    var right = left.input("right", 8, 8, 2);
    var both = left.then(encoder).join("both", concatenate(), right.then(encoder));
    var model =
        Model.to(
                "twins",
                both.then("class", dense(3).softmax()),
                both.then("numbers", dense(3).tanh()))
            .initialize(3)
            .runOn(engine);
    model.compile(
        adam(1e-2),
        output("class", sparseCategoricalCrossentropy(), accuracy()),
        output("numbers", meanSquaredError(), mae()).weight(0.3));
    var data = data();
    var history = model.fit(data, epochs(5).batch(10));
    var losses = new ArrayList<Double>();
    for (var key : List.of("loss", "class_loss", "numbers_loss")) {
      losses.addAll(history.values(key));
    }
    var outputs =
        model.predictAll(List.of(Pictures.plain(5, 8, 8, 2), Pictures.plain(5, 8, 8, 2)), 3);
    return new Trained(losses, model.evaluate(data), outputs);
  }

  private static Dataset data() {
    var first = Pictures.labelled(40, 3, 8, 8, 2);
    var second = Dataset.of(Pictures.plain(40, 8, 8, 2), Pictures.plain(40, 3));
    return Dataset.together(first, second);
  }

  @Test
  void bothEnginesTrainBothOutputsAlike() {
    var expected = trained(Pictures.reference());
    var got = trained(Pictures.fast());
    for (int i = 0; i < expected.losses().size(); i++) {
      assertThat(got.losses().get(i)).isCloseTo(expected.losses().get(i), within(NEAR));
    }
    expected
        .logs()
        .values()
        .forEach((name, value) ->
            assertThat(got.logs().value(name)).as(name).isCloseTo(value, within(NEAR)));
    for (int k = 0; k < 2; k++) {
      for (int i = 0; i < 15; i++) {
        assertThat(got.outputs().get(k).get(i))
            .isCloseTo(expected.outputs().get(k).get(i), within((float) NEAR));
      }
    }
    assertThat(expected.losses().get(4)).isLessThan(expected.losses().get(0));
  }
}
