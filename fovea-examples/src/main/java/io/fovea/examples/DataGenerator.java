// SPDX-License-Identifier: Apache-2.0
package io.fovea.examples;

import io.fovea.augment.Fill;
import io.fovea.augment.keras.ImageDataGenerator;
import io.fovea.augment.keras.KerasFlow;
import io.fovea.image.Images;
import io.fovea.tensor.Tensor;
import java.util.ArrayList;

/// Section 4: data augmentation with an `ImageDataGenerator`; every picture is changed anew each
/// time it is read.
public final class DataGenerator {
  /// Turns by up to 45 degrees, shifts, zooms, leans, mirrors; numbers from 0 to 255 become 0 to 1.
  static final ImageDataGenerator GENERATOR =
      ImageDataGenerator.PLAIN
          .horizontalFlip()
          .verticalFlip()
          .rotationRange(45)
          .widthShiftRange(0.2)
          .heightShiftRange(0.2)
          .zoomRange(0.5, 1.5)
          .shearRange(10)
          .brightnessRange(0.7, 1.3)
          .channelShiftRange(20)
          .fillMode(Fill.REFLECT)
          .rescale(1.0 / 255);

  private DataGenerator() {}

  /// Writes twelve versions of two photos as a PNG file.
  public static void main(String[] args) {
    Setting setting = Setting.of("DataGenerator", args);
    Tensor photos =
        Tensor.stack(
            Photos.photo("china").resize(192, 128).toTensor(3),
            Photos.photo("flower").resize(192, 128).toTensor(3));
    KerasFlow flow = GENERATOR.flow(photos, Tensor.vector(0, 1)).batchSize(2).seed(1);

    var changed = new ArrayList<Tensor>();
    var batches = flow.open();
    while (changed.size() < 12) {
      Tensor images = batches.next().images();
      changed.add(images.part(0));
      changed.add(images.part(1));
    }
    var file = setting.file("generated.png");
    Images.writePng(Photos.sheet(4, changed), file);
    System.out.println(file);
  }
}
