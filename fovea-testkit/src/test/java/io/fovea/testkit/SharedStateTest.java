// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.sequential;
import static io.fovea.nn.Layers.shared;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.nn.Layer;
import io.fovea.nn.Node;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Moving statistics of a layer that is used twice move twice, the second time from where the first
/// one left them, as in Keras.
class SharedStateTest {
  private static final double MOMENTUM = 0.7;
  private static final Tensor X =
      Tensor.generate(Shape.of(6, 2, 2, 1), i -> Rng.of(8).normal(i) + 2);

  private static Node uses(String how, Node x) {
    Layer bn = batchNorm().momentum(MOMENTUM);
    return switch (how) {
      case "shared layer" -> {
        var layer = shared("bn", bn);
        yield x.then(layer).plus(x.times(3).then(layer));
      }
      case "inside a shared layer" -> {
        var layer = shared("block", sequential(bn));
        yield x.then(layer).plus(x.times(3).then(layer));
      }
      default -> {
        var model = Model.of(input(2, 2, 1), bn);
        yield x.then("first", model).plus(x.times(3).then("second", model));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared layer", "inside a shared layer", "nested model"})
  void eachUseMovesThemInTurn(String how) {
    double mean = 0;
    for (float value : X.toArray()) {
      mean += value / X.elements();
    }
    double first = (1 - MOMENTUM) * mean;
    double second = MOMENTUM * first + (1 - MOMENTUM) * 3 * mean;

    var output = uses(how, input(2, 2, 1)).then(globalAvgPool2d()).then(dense(1));
    var model = Model.to("twice", output).runOn(Engines.named("reference"));
    model.compile(sgd(0.01), meanSquaredError());
    model.fit(Dataset.of(X, Tensor.full(Shape.of(6), 0)), epochs(1).batch(6));

    var moving =
        model.variables().stream()
            .filter(variable -> variable.path().endsWith("moving_mean"))
            .toList();
    assertThat(moving).hasSize(1);
    // float32 keeps seven digits
    assertThat((double) moving.getFirst().read()[0]).isCloseTo(second, within(1e-6));
  }
}
