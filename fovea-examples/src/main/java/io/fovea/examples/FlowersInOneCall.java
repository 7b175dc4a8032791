// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Callbacks.progressBar;
import static io.fovea.train.Fit.epochs;

import io.fovea.data.Dataset;
import io.fovea.train.Callback;
import io.fovea.train.Model;
import io.fovea.train.Phase;
import io.fovea.train.Recipe;
import java.util.List;

/// Section 7 in one call, with a feature cache: the frozen base runs once over the pictures, so
/// that the head learns in seconds. Options as in [TransferFlowers].
public final class FlowersInOneCall {
  private FlowersInOneCall() {}

  /// Trains and tests the model.
  public static void main(String[] args) {
    Setting setting = Setting.of("FlowersInOneCall", args);
    boolean smoke = setting.smoke();
    int side = smoke ? 71 : 224;
    Callback progress = progressBar(System.out, false);
    Dataset flowers = TransferFlowers.pictures(setting).size(side, side).dataset();
    Model base = TransferFlowers.base(setting, side);
    List<Dataset> parts = flowers.map(base.preprocessing()).mix(42).split(10, 15, 75);

    Model learned =
        Recipe.of(
                Phase.head(sgd(0.2).momentum(0.9).decay(0.01), epochs(20).callbacks(progress))
                    .cached(),
                Phase.whole(
                    sgd(0.01).momentum(0.9).decay(0.001),
                    epochs(smoke ? 1 : 10).validation(parts.get(1)).callbacks(progress)))
            .run(
                base.then(globalAvgPool2d(), dense(flowers.classes()).softmax()),
                parts.get(2).shuffle(1000))
            .model();

    double right = learned.evaluate(parts.get(0)).value("accuracy");
    System.out.printf("test accuracy: %.1f %%%n", 100 * right);
  }
}
