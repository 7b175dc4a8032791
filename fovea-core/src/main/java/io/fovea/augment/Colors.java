// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.ShapeException;
import io.fovea.tensor.Shape;

/// Changes of colour. Values 0..1 stay 0..1.
///
/// Input and output `[H, W, 3]`, red, green, blue; grey pictures `[H, W, 1]` have no colour to
/// change, except as stated.
public sealed interface Colors extends Augmentation
    permits Saturation,
        Hue,
        Grayscale,
        RgbShift,
        ChannelShuffle,
        ChannelDropout,
        ColorJitter,
        PcaLighting {
  @Override
  default Shape outputShape(Shape input) {
    String name = getClass().getSimpleName();
    int channels = Spatial.picture(name, input).get(2);
    if (channels != 1 && channels != 3) {
      throw new ShapeException(
          name,
          "pictures with 1 or 3 channels",
          "examples of shape " + input,
          "drop other channels, e.g. alpha, first.");
    }
    return input;
  }
}
