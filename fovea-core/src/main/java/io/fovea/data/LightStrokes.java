// SPDX-License-Identifier: Apache-2.0
package io.fovea.data;

import io.fovea.image.Image;
import io.fovea.image.Interpolation;
import io.fovea.image.Resize;

/// Any picture for a model that knows light strokes on dark ground alone.
final class LightStrokes {
  private LightStrokes() {}

  /// The picture in the size and colors of the model, light on dark.
  static Image of(Image picture, InputSpec spec) {
    var sized = sized(picture, spec);
    return isOnLight(sized) ? inverted(sized) : sized;
  }

  /// Whether dark and light are exchanged.
  static boolean inverts(Image picture, InputSpec spec) {
    return isOnLight(sized(picture, spec));
  }

  /// Means of areas keep thin strokes of large pictures, which bilinear shrinking would skip.
  private static Image sized(Image picture, InputSpec spec) {
    var colored = spec.channels() == 1 ? picture.toGray() : picture.toRgb();
    return Resize.to(
            Math.min(spec.width(), colored.width()), Math.min(spec.height(), colored.height()))
        .interpolation(Interpolation.AREA)
        .on(colored)
        .resize(spec.width(), spec.height());
  }

  private static boolean isOnLight(Image picture) {
    return borderBrightness(picture) > 0.5;
  }

  /// Mean of the outermost pixels, from 0 black to 1 white.
  static double borderBrightness(Image picture) {
    long sum = 0;
    long count = 0;
    for (int y = 0; y < picture.height(); y++) {
      boolean edge = y == 0 || y == picture.height() - 1;
      int step = edge || picture.width() == 1 ? 1 : picture.width() - 1;
      for (int x = 0; x < picture.width(); x += step) {
        for (int c = 0; c < picture.channels(); c++) {
          sum += picture.at(x, y, c);
          count++;
        }
      }
    }
    return sum / (255.0 * count);
  }

  private static Image inverted(Image picture) {
    byte[] samples = picture.toBytes();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ~samples[i];
    }
    return Image.of(picture.width(), picture.height(), picture.channels(), samples);
  }
}
