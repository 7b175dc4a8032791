// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Initializers.heNormal;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.optim.Optimizers.nadam;
import static io.fovea.train.Callbacks.progressBar;
import static io.fovea.train.Fit.epochs;

import io.fovea.data.Datasets;
import io.fovea.data.TrainTest;
import io.fovea.nn.Conv;
import io.fovea.nn.Dense;
import io.fovea.nn.Layers;
import io.fovea.train.Logs;
import io.fovea.train.Model;

/// Section 4: the basic architecture. Convolutions and pooling by turns, twice as many maps after
/// each pooling, dense layers on top.
///
/// Digits are built in; `--fashion` downloads Fashion-MNIST (31 MB) and trains on that.
public final class BasicNetwork {
  private BasicNetwork() {}

  /// Trains, tests and saves the network.
  public static void main(String[] args) {
    Setting setting = Setting.of("BasicNetwork", args);
    boolean smoke = setting.smoke();
    TrainTest data = setting.has("--fashion") ? Datasets.fashionMnist() : Datasets.mnist10k();

    Model model = network();
    System.out.println(model.summary());
    model.compile(nadam(1e-3), sparseCategoricalCrossentropy(), accuracy());
    model.fit(
        smoke ? data.train().take(80) : data.train(),
        epochs(smoke ? 1 : 10)
            .batch(smoke ? 8 : 32)
            .validation(0.1)
            .callbacks(progressBar(System.out, false)));
    Logs test = model.evaluate(smoke ? data.test().take(80) : data.test());
    System.out.printf("test accuracy: %.2f %%%n", 100 * test.value("accuracy"));
    model.save(setting.file("basic-network.keras"));
  }

  static Model network() {
    return Model.of(
        input(28, 28, 1),
        conv2d(64, 7),
        maxPool2d(2),
        conv2d(128, 3),
        conv2d(128, 3),
        maxPool2d(2),
        conv2d(256, 3),
        conv2d(256, 3),
        maxPool2d(2),
        flatten(),
        dense(128),
        dropout(0.5),
        dense(64),
        dropout(0.5),
        Layers.dense(10).softmax());
  }

  private static Conv conv2d(int filters, int kernel) {
    return Layers.conv2d(filters, kernel).same().relu().kernelInitializer(heNormal());
  }

  private static Dense dense(int units) {
    return Layers.dense(units).relu().kernelInitializer(heNormal());
  }
}
