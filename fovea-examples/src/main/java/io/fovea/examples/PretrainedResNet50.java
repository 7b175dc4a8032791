// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import static io.fovea.zoo.Draft.Origin.IMAGENET;
import static io.fovea.zoo.KerasResNet.RESNET50;

import io.fovea.tensor.Tensor;
import io.fovea.train.Model;
import io.fovea.zoo.ImageNet;
import java.nio.file.Path;
import java.util.List;

/// Section 6: what a ResNet-50 that learned from ImageNet sees in two photos.
///
/// - `--weights=imagenet` downloads the published weights once (103 MB)
/// - `--weights=FILE` reads Keras' `resnet50_weights_tf_dim_ordering_tf_kernels.h5`
public final class PretrainedResNet50 {
  private PretrainedResNet50() {}

  /// Prints the three most probable classes of each photo.
  public static void main(String[] args) {
    Setting setting = Setting.of("PretrainedResNet50", args);
    String weights = setting.value("--weights").orElse("");
    if (weights.isEmpty()) {
      System.out.println(
          "Say where the weights are: --weights=imagenet downloads them once (103 MB),"
              + " --weights=FILE reads Keras' file.");
      return;
    }
    var resnet50 = RESNET50.model();
    Model model =
        weights.equals("imagenet")
            ? resnet50.weights(IMAGENET).build()
            : resnet50.weights(Path.of(weights)).build();

    var seen = top3(model);
    for (int photo = 0; photo < seen.size(); photo++) {
      System.out.println(Photos.NAMES.get(photo));
      for (var guess : seen.get(photo)) {
        System.out.printf(
            "  %s  %-20s %5.2f %%%n",
            guess.label().wordnet(), guess.label().label(), 100 * guess.probability());
      }
    }
  }

  static List<List<ImageNet.Guess>> top3(Model model) {
    var photos = Photos.NAMES.stream().map(Photos::photo).map(photo -> photo.resize(224, 224));
    Tensor images = Tensor.stack(photos.map(p -> p.toUnitTensor(3)).toArray(Tensor[]::new));
    Tensor inputs = model.preprocessing().apply(images);
    Tensor probabilities = model.predict(inputs);
    return ImageNet.decodePredictions(probabilities, 3);
  }
}
