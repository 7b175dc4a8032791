// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.optim.Optimizers.adam;
import static io.fovea.optim.Schedules.cosineDecay;
import static io.fovea.train.Callbacks.progressBar;
import static io.fovea.train.Fit.epochs;

import io.fovea.augment.RandomAffine;
import io.fovea.data.Dataset;
import io.fovea.data.Datasets;
import io.fovea.data.TrainTest;
import io.fovea.train.Logs;
import io.fovea.train.Model;
import io.fovea.zoo.Zoo;

/// Section 4.1: LeNet-5 as published in 1998, with trained subsampling, a table of connections,
/// distances to pictures of the digits (RBF) and tanh throughout; with `--modern` as it is built
/// today, with relu, max pooling and softmax.
public final class LeNet5Training {
  private LeNet5Training() {}

  /// Trains, tests and saves the network.
  public static void main(String[] args) {
    Setting setting = Setting.of("LeNet5Training", args);
    boolean smoke = setting.smoke();
    TrainTest digits = Datasets.mnist10k();
    Dataset train = smoke ? digits.train().take(320) : digits.train();
    Dataset test = smoke ? digits.test().take(100) : digits.test();
    int epochs = smoke ? 2 : 20;

    Model model = Zoo.model(setting.has("--modern") ? "lenet5" : "lenet5-original");
    System.out.println(model.summary());
    long steps = (long) epochs * train.batches(32);
    model.compile(adam(cosineDecay(2e-3, steps)), sparseCategoricalCrossentropy(), accuracy());
    model.fit(
        train.augment(RandomAffine.IDENTITY.maxShift(0.08).maxTurnDegrees(10)),
        epochs(epochs).batch(32).callbacks(progressBar(System.out, false)));
    Logs result = model.evaluate(test);
    System.out.printf("test accuracy: %.2f %%%n", 100 * result.value("accuracy"));
    model.save(setting.file("lenet5.fovea"));
  }
}
