// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import static io.fovea.loss.Losses.meanSquaredError;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.input;
import static io.fovea.optim.Optimizers.sgd;

import io.fovea.engine.Engines;
import java.util.Map;
import java.util.TreeMap;

/// Runs without training, for tests that call callbacks by hand.
final class Runs {
  private Runs() {}

  /// A compiled model of 3 parameters: kernel `[2, 1]` and bias `[1]`.
  static Model model() {
    return Model.of(input(2), dense(1))
        .runOn(Engines.named("reference"))
        .compile(sgd(1.0), meanSquaredError(), accuracy());
  }

  /// A run over 100 examples.
  static Run run(Model model, Fit fit) {
    return new Run(model, fit, 100);
  }

  static Run run() {
    return run(model(), Fit.epochs(10));
  }

  static Logs logs(String name, double value) {
    return new Logs(new TreeMap<>(Map.of(name, value)));
  }
}
