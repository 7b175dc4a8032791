// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Fit.epochs;
import static io.fovea.zoo.GoogLeNet.GOOGLENET;

import io.fovea.data.Dataset;
import io.fovea.train.History;
import io.fovea.train.Model;

/// Section 4.3: GoogLeNet. While it trains, two auxiliary classifiers help the lower modules to
/// learn; predictions do without them.
public final class GoogLeNetHeads {
  private GoogLeNetHeads() {}

  /// What a loss is before and in training.
  record Losses(double evaluated, double trained) {}

  /// Prints the network, and its loss without and with the auxiliary classifiers.
  public static void main(String[] args) {
    Model model = network(Setting.of("GoogLeNetHeads", args).smoke() ? 80 : 224);
    System.out.println(model.summary());
    Losses losses = losses(model);
    System.out.printf("loss of the output alone                     %.3f%n", losses.evaluated);
    System.out.printf("loss of output + 0.3 (head 1 + head 2)       %.3f%n", losses.trained);
  }

  static Model network(int side) {
    return GOOGLENET.model().input(side, side).classes(2).build();
  }

  /// Of the same network on the same two photos.
  static Losses losses(Model model) {
    int side = model.network().inputShape().get(1);
    Dataset photos = Photos.square(side);
    model.compile(sgd(1e-3), sparseCategoricalCrossentropy(), accuracy());
    double evaluated = model.evaluate(photos).value("loss");
    History history = model.fit(photos, epochs(1).batch(2));
    return new Losses(evaluated, history.last().value("loss"));
  }
}
