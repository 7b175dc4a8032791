// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import io.fovea.image.Image;
import io.fovea.image.Images;
import io.fovea.image.Pixels;
import java.nio.file.Path;

/// Where a [KerasFlow] leaves copies of what it delivers.
///
/// @param folder that exists
/// @param prefix of the files' names
record KerasSaving(Path folder, String prefix) {
  void save(Pixels picture, int example, int pass) {
    float low = KerasValues.min(picture);
    float high = KerasValues.max(picture);
    byte[] samples = new byte[picture.elements()];
    for (int i = 0; i < samples.length; i++) {
      float share = high > low ? (picture.values()[picture.offset() + i] - low) / (high - low) : 0;
      // whole levels by cutting off, as NumPy's conversion to bytes
      samples[i] = (byte) (share * 255);
    }
    Image image = Image.of(picture.width(), picture.height(), picture.channels(), samples);
    Images.writePng(image, folder.resolve(prefix + "_" + example + "_" + pass + ".png"));
  }
}
