// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.nn.Layers.dense;
import static io.fovea.nn.Layers.globalAvgPool2d;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Callbacks.progressBar;
import static io.fovea.train.Fit.epochs;
import static io.fovea.zoo.Draft.Origin.IMAGENET;
import static io.fovea.zoo.Xception.XCEPTION;

import io.fovea.augment.Preprocessing;
import io.fovea.data.Dataset;
import io.fovea.data.Datasets;
import io.fovea.data.PictureFiles;
import io.fovea.train.Callback;
import io.fovea.train.Model;
import java.nio.file.Path;
import java.util.List;

/// Section 7: an Xception that learned from ImageNet learns to tell flowers apart.
///
/// - `--data=DIR` reads a folder of pictures with a folder for each class, `--flowers` downloads
///   TensorFlow's flowers (229 MB); otherwise drawn flowers stand in for photos
/// - `--weights=imagenet` downloads the published weights (84 MB), `--weights=FILE` reads them from
///   Keras' file without top; otherwise the base starts from random numbers and has little to
///   transfer
public final class TransferFlowers {
  private TransferFlowers() {}

  /// Trains the head, then everything, tests and saves the model.
  public static void main(String[] args) {
    Setting setting = Setting.of("TransferFlowers", args);
    boolean smoke = setting.smoke();
    int side = smoke ? 71 : 224;
    Callback progress = progressBar(System.out, false);

    Dataset flowers = pictures(setting).size(side, side).dataset();
    Model base = base(setting, side);

    // 10 % to test, 15 % to validate, 75 % to train
    List<Dataset> parts = flowers.map(base.preprocessing()).mix(42).split(10, 15, 75);
    Dataset test = parts.get(0);
    Dataset valid = parts.get(1);
    Dataset train = parts.get(2).shuffle(1000).batch(32).prefetch(1);

    Model model = base.then(globalAvgPool2d(), dense(train.classes()).softmax());

    base.freeze();
    model.compile(sgd(0.2).momentum(0.9).decay(0.01), sparseCategoricalCrossentropy(), accuracy());
    model.fit(train, epochs(smoke ? 1 : 5).validation(valid).callbacks(progress));

    base.unfreeze();
    model.compile(
        sgd(0.01).momentum(0.9).decay(0.001), sparseCategoricalCrossentropy(), accuracy());
    model.fit(train, epochs(smoke ? 1 : 10).validation(valid).callbacks(progress));

    System.out.printf("test accuracy: %.1f %%%n", 100 * model.evaluate(test).value("accuracy"));
    model.save(setting.file("flowers.keras"));
  }

  static PictureFiles pictures(Setting setting) {
    if (setting.has("--flowers")) {
      return Datasets.tfFlowers();
    }
    return Datasets.folder(
        setting
            .value("--data")
            .map(Path::of)
            .orElseGet(() -> {
              System.out.println("These flowers are drawn by a program, they are no photos.");
              boolean smoke = setting.smoke();
              return DrawnFlowers.into(setting.file("flowers"), smoke ? 8 : 40, smoke ? 80 : 256);
            }));
  }

  static Model base(Setting setting, int side) {
    var xception = XCEPTION.model().input(side, side).withoutTop();
    String weights = setting.value("--weights").orElse("");
    if (weights.isEmpty()) {
      System.out.println("The base starts from random numbers: there is nothing to transfer.");
      return xception.build().prepareWith(Preprocessing.SIGNED);
    }
    return weights.equals("imagenet")
        ? xception.weights(IMAGENET).build()
        : xception.weights(Path.of(weights)).build();
  }
}
