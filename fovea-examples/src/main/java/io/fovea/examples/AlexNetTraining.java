// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.augment.Augmentations.flipHorizontal;
import static io.fovea.augment.Augmentations.pcaLighting;
import static io.fovea.augment.Augmentations.randomCrop;
import static io.fovea.augment.Augmentations.sequence;
import static io.fovea.loss.Losses.sparseCategoricalCrossentropy;
import static io.fovea.metric.Metrics.accuracy;
import static io.fovea.optim.Optimizers.sgd;
import static io.fovea.train.Callbacks.progressBar;
import static io.fovea.train.Fit.epochs;
import static io.fovea.zoo.AlexNet.ALEXNET;

import io.fovea.augment.Augmentation;
import io.fovea.data.Dataset;
import io.fovea.image.Images;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import java.util.stream.IntStream;

/// Section 4.2: AlexNet with its augmentation: random shifts, flips and light.
///
/// Two photos are all it sees, never twice in the same way; what it shows is how, not how well.
public final class AlexNetTraining {
  private AlexNetTraining() {}

  /// Draws twelve augmented pictures and trains for some steps.
  public static void main(String[] args) {
    Setting setting = Setting.of("AlexNetTraining", args);
    int side = setting.smoke() ? 67 : 227;
    Augmentation change = augmentation(side);

    Dataset photos = Photos.square(side + side / 8);
    Tensor flower = photos.example(1);
    var changed = IntStream.range(0, 12).mapToObj(i -> change.apply(flower, Rng.of(1).at(i)));
    Images.writePng(Photos.sheet(4, changed.toList()), setting.file("alexnet-augmentation.png"));

    Model model = ALEXNET.model().input(side, side).classes(2).build();
    System.out.println(model.summary());
    model.compile(
        sgd(0.01).momentum(0.9).weightDecay(5e-4), sparseCategoricalCrossentropy(), accuracy());
    model.fit(
        photos.map(change),
        epochs(setting.smoke() ? 2 : 20).callbacks(progressBar(System.out, false)));
  }

  /// Parts of this side, at random places of a larger picture; half of them mirrored, the light of
  /// each changed along the principal components of ImageNet's colors.
  static Augmentation augmentation(int side) {
    return sequence(randomCrop(side, side), flipHorizontal().sometimes(0.5), pcaLighting(0.1));
  }
}
