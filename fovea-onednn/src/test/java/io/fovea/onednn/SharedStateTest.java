// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.nn.Layers.add;
import static io.fovea.nn.Layers.batchNorm;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.shared;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.data.Dataset;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedStateTest {
  /// Moving mean 0, momentum 0.5; means of the batches 2 and 10: the first use gives 1, the second 5.5,
  /// as in Keras.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofTwoUpdatesInAStepTheSecondGoesOnFromTheFirst(boolean fast) {
    var norm = shared("norm", batchNorm().momentum(0.5));
    var a = input(1);
    var b = a.input("b", 1);
    var model = Model.to("m", a.then(norm).join("sum", add(), b.then(norm)));
    model.runOn(fast ? Pictures.fast() : Pictures.reference());
    model.compile(sgd(0.1), meanSquaredError());
    model.fit(Dataset.of(List.of(column(1, 3), column(9, 11)), List.of(column(0, 0))), epochs(1));
    var mean =
        model.variables().stream()
            .filter(variable -> variable.path().equals("norm/moving_mean"))
            .findFirst()
            .orElseThrow();
    assertThat(mean.read()).containsExactly(5.5f);
  }

  private static Tensor column(float... values) {
    return Tensor.of(Shape.of(values.length, 1), values);
  }
}
