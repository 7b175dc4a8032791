// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment.keras;

import io.fovea.image.Pixels;

/// Changes of values as Keras' `ImageDataGenerator` makes them, in place.
final class KerasValues {
  private KerasValues() {}

  /// Adds a number, within the picture's own smallest and largest value.
  static void shift(Pixels picture, float by) {
    float low = min(picture);
    float high = max(picture);
    float[] values = picture.values();
    for (int i = picture.offset(); i < picture.offset() + picture.elements(); i++) {
      values[i] = Math.clamp(values[i] + by, low, high);
    }
  }

  static void flip(Pixels picture, boolean columns) {
    int height = picture.height();
    int width = picture.width();
    for (int y = 0; y < (columns ? height : height / 2); y++) {
      for (int x = 0; x < (columns ? width / 2 : width); x++) {
        int here = picture.index(y, x);
        int there = columns ? picture.index(y, width - 1 - x) : picture.index(height - 1 - y, x);
        for (int c = 0; c < picture.channels(); c++) {
          float kept = picture.values()[here + c];
          picture.values()[here + c] = picture.values()[there + c];
          picture.values()[there + c] = kept;
        }
      }
    }
  }

  /// Multiplies levels 0..255, as a picture of bytes.
  ///
  /// @param stretch whether the picture is first spread over 0..255 and stays so
  static void brightness(Pixels picture, float factor, boolean stretch) {
    float low = min(picture);
    float high = max(picture);
    boolean outside = low < 0 || high > 255;
    float[] values = picture.values();
    for (int i = picture.offset(); i < picture.offset() + picture.elements(); i++) {
      float level = values[i];
      if (stretch || outside) {
        level = high > low ? (level - low) / (high - low) * 255 : 0;
      }
      float bright = (int) Math.clamp(factor * (int) level, 0, 255);
      values[i] = outside && !stretch ? bright / 255 * (high - low) + low : bright;
    }
  }

  static void multiply(float[] values, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      values[i] *= factor;
    }
  }

  /// Subtracts the mean of values `from` to `to`.
  static void center(float[] values, int from, int to) {
    float mean = (float) mean(values, from, to);
    for (int i = from; i < to; i++) {
      values[i] -= mean;
    }
  }

  /// Divides values `from` to `to` by their deviation.
  static void scale(float[] values, int from, int to) {
    double mean = mean(values, from, to);
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    float deviation = (float) Math.sqrt(squares / (to - from)) + KerasStatistics.SMALL;
    for (int i = from; i < to; i++) {
      values[i] /= deviation;
    }
  }

  private static double mean(float[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  static float min(Pixels picture) {
    float low = Float.POSITIVE_INFINITY;
    for (int i = picture.offset(); i < picture.offset() + picture.elements(); i++) {
      low = Math.min(low, picture.values()[i]);
    }
    return low;
  }

  static float max(Pixels picture) {
    float high = Float.NEGATIVE_INFINITY;
    for (int i = picture.offset(); i < picture.offset() + picture.elements(); i++) {
      high = Math.max(high, picture.values()[i]);
    }
    return high;
  }
}
