// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import java.util.Arrays;

/// Weighted means of neighbours; borders are repeated.
final class Convolution {
  private Convolution() {}

  static float[] gaussian(double deviation) {
    int radius = (int) Math.max(1, Math.ceil(3 * deviation));
    float[] weights = new float[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      sum += Math.exp(-i * i / (2 * deviation * deviation));
    }
    for (int i = -radius; i <= radius; i++) {
      weights[i + radius] = (float) (Math.exp(-i * i / (2 * deviation * deviation)) / sum);
    }
    return weights;
  }

  /// The same odd number of weights along rows, then along columns.
  static void separable(Pixels source, Pixels target, float[] weights) {
    int radius = weights.length / 2;
    int channels = source.channels();
    int line = source.width() * channels;
    float[] rows = new float[source.elements()];
    float[] wide = new float[line + 2 * radius * channels];
    for (int y = 0; y < source.height(); y++) {
      int from = source.index(y, 0);
      System.arraycopy(source.values(), from, wide, radius * channels, line);
      for (int i = 0; i < radius * channels; i++) {
        wide[i] = source.values()[from + i % channels];
        wide[line + radius * channels + i] = source.values()[from + line - channels + i % channels];
      }
      for (int k = 0; k < weights.length; k++) {
        float weight = weights[k];
        for (int i = 0; i < line; i++) {
          rows[y * line + i] += weight * wide[k * channels + i];
        }
      }
    }
    float[] out = target.values();
    for (int y = 0; y < source.height(); y++) {
      int to = target.index(y, 0);
      Arrays.fill(out, to, to + line, 0);
      for (int k = 0; k < weights.length; k++) {
        float weight = weights[k];
        int in = Math.clamp(y + k - radius, 0, source.height() - 1) * line;
        for (int i = 0; i < line; i++) {
          out[to + i] += weight * rows[in + i];
        }
      }
    }
  }

  /// 3 x 3 with weights `1 1 1, 1 5 1, 1 1 1` of 13; the outermost pixels stay.
  static void smooth(Pixels source, Pixels target) {
    target.copyFrom(source);
    int channels = source.channels();
    int line = source.width() * channels;
    float[] in = source.values();
    for (int y = 1; y < source.height() - 1; y++) {
      int from = source.index(y, 0);
      int to = target.index(y, 0);
      for (int i = channels; i < line - channels; i++) {
        int at = from + i;
        float around =
            in[at - line - channels]
                + in[at - line]
                + in[at - line + channels]
                + in[at - channels]
                + in[at + channels]
                + in[at + line - channels]
                + in[at + line]
                + in[at + line + channels];
        target.values()[to + i] = (around + 5 * in[at]) / 13;
      }
    }
  }

  static void median(Pixels source, Pixels target, int radius) {
    int side = 2 * radius + 1;
    float[] window = new float[side * side];
    int channels = source.channels();
    for (int y = 0; y < source.height(); y++) {
      for (int x = 0; x < source.width(); x++) {
        for (int c = 0; c < channels; c++) {
          int count = 0;
          for (int dy = -radius; dy <= radius; dy++) {
            int row = Math.clamp(y + dy, 0, source.height() - 1);
            for (int dx = -radius; dx <= radius; dx++) {
              int column = Math.clamp(x + dx, 0, source.width() - 1);
              window[count++] = source.values()[source.index(row, column) + c];
            }
          }
          target.values()[target.index(y, x) + c] = middle(window, count);
        }
      }
    }
  }

  /// Hoare's selection, which leaves what is smaller before the middle value.
  private static float middle(float[] values, int count) {
    int wanted = count / 2;
    int low = 0;
    int high = count - 1;
    while (low < high) {
      float pivot = values[wanted];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float kept = values[i];
          values[i++] = values[j];
          values[j--] = kept;
        }
      }
      if (j < wanted) {
        low = i;
      }
      if (i > wanted) {
        high = j;
      }
    }
    return values[wanted];
  }

  /// The mean of points one pixel apart along a line through each pixel.
  static void line(Pixels source, Pixels target, double length, double dx, double dy) {
    int points = Math.max(1, (int) Math.rint(length));
    Pixels moved = Pixels.allocate(source.shape());
    Arrays.fill(target.values(), target.offset(), target.offset() + target.elements(), 0);
    for (int k = 0; k < points; k++) {
      double along = k - (points - 1) / 2.0;
      Sampling.BILINEAR.sample(Affine.from(along * dx, along * dy), source, moved, Fill.NEAREST);
      for (int i = 0; i < moved.elements(); i++) {
        target.values()[target.offset() + i] += moved.values()[i] / points;
      }
    }
  }
}
