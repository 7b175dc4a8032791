// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.conv2d;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.dropout;
import static io.fovea.nn.Layers.flatten;
import static io.fovea.nn.Layers.input;
import static io.fovea.nn.Layers.maxPool2d;
import static io.fovea.optim.Optimizers.nadam;
import static io.fovea.train.Callbacks.progressBar;
import static io.fovea.train.Fit.epochs;

import io.fovea.data.Dataset;
import io.fovea.data.Datasets;
import io.fovea.train.Fit;
import io.fovea.train.History;
import io.fovea.train.Model;
import java.nio.file.Path;

/// The program of the README: a network, trained and saved.
///
/// Run it with `--smoke` for one epoch on a few pictures.
public final class ReadmeExample {
  private ReadmeExample() {}

  /// Trains on all digits, or with `--smoke` on a few of them, and saves `digits.keras`.
  public static void main(String[] args) {
    Setting setting = Setting.of("ReadmeExample", args);
    boolean smoke = setting.smoke();
    Dataset digits = Datasets.mnist10k().train();
    var how = smoke ? epochs(1).batch(8).validation(0.1) : epochs(10).batch(32).validation(0.1);
    var watched = how.callbacks(progressBar(System.out, false));
    var history = train(smoke ? digits.take(40) : digits, watched, setting.file("digits.keras"));
    System.out.println("validation accuracy: " + history.last().value("val_accuracy"));
  }

  /// The program itself.
  static History train(Dataset digits, Fit how, Path file) {
    var model =
        Model.of(
            input(28, 28, 1),
            conv2d(64, 7).same().relu(),
            maxPool2d(2),
            conv2d(128, 3).same().relu(),
            conv2d(128, 3).same().relu(),
            maxPool2d(2),
            flatten(),
            dense(64).relu(),
            dropout(0.5),
            dense(10).softmax());
    model.compile(nadam(1e-3), sparseCategoricalCrossentropy(), accuracy());
    History history = model.fit(digits, how);
    model.save(file);
    return history;
  }
}
