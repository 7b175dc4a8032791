// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.categoricalCrossentropy;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fovea.data.Dataset;
import io.fovea.engine.Engines;
import io.fovea.loss.Loss;
import io.fovea.nn.Initializers;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
  private static final Dataset DATA =
      Dataset.of(
          Tensor.of(Shape.of(4, 1), new float[] {1, 2, 3, 4}),
          Tensor.of(Shape.of(4), new float[] {0, 1, 2, 1}));

  /// All classes are equally probable, so each example costs log 3, times the weight of its class.
  private static double loss(Dataset data, Loss loss) {
    var model =
        Model.of(input(1), dense(3).noBias().kernelInitializer(Initializers.zeros()).softmax())
            .runOn(Engines.named("reference"))
            .compile(sgd(0.1), loss);
    return model
        .fit(data, epochs(1).batch(4).classWeights(Map.of(1, 3.0, 2, 0.5)))
        .last()
        .value("loss");
  }

  @Test
  void classWeightsCountForNumbersAndForRowsOfLabels() {
    double expected = (1 + 3 + 0.5 + 3) / 4 * Math.log(3);
    assertThat(loss(DATA, sparseCategoricalCrossentropy())).isCloseTo(expected, within(1e-6));
    assertThat(loss(DATA.oneHot(3), categoricalCrossentropy())).isCloseTo(expected, within(1e-6));
  }
}
