// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Part;
import io.fovea.image.Pixels;
import java.util.Arrays;

/// Resizes a part of a picture, bilinear, with antialiasing where it becomes smaller.
///
/// Columns first, then rows, as weighted sums.
record Reduction(Part part) {
  void apply(Pixels source, Pixels target) {
    var across = Taps.of(part.left(), part.width(), target.width());
    var down = Taps.of(part.top(), part.height(), target.height());
    int channels = source.channels();
    int line = target.width() * channels;
    float[] rows = new float[part.height() * line];
    for (int y = 0; y < part.height(); y++) {
      int from = source.index(part.top() + y, 0);
      for (int x = 0; x < target.width(); x++) {
        int at = y * line + x * channels;
        for (int k = 0; k < across.count; k++) {
          float weight = across.weights[x * across.count + k];
          int in = from + across.first[x] * channels + k * channels;
          if (weight != 0) {
            for (int c = 0; c < channels; c++) {
              rows[at + c] += weight * source.values()[in + c];
            }
          }
        }
      }
    }
    float[] out = target.values();
    for (int y = 0; y < target.height(); y++) {
      int at = target.offset() + y * line;
      Arrays.fill(out, at, at + line, 0);
      for (int k = 0; k < down.count; k++) {
        float weight = down.weights[y * down.count + k];
        int in = (down.first[y] - part.top() + k) * line;
        if (weight != 0) {
          for (int i = 0; i < line; i++) {
            out[at + i] += weight * rows[in + i];
          }
        }
      }
    }
  }

  /// Source positions and weights of each target position along one axis.
  private record Taps(int count, int[] first, float[] weights) {
    static Taps of(int start, int size, int targets) {
      double scale = (double) size / targets;
      double reach = Math.max(scale, 1);
      int count = (int) Math.ceil(2 * reach) + 1;
      int[] first = new int[targets];
      float[] weights = new float[targets * count];
      for (int i = 0; i < targets; i++) {
        double center = (i + 0.5) * scale - 0.5;
        int from = Math.max((int) Math.ceil(center - reach), 0);
        double sum = 0;
        for (int k = 0; k < count && from + k < size; k++) {
          sum += Math.max(0, 1 - Math.abs(from + k - center) / reach);
        }
        for (int k = 0; k < count && from + k < size; k++) {
          double weight = Math.max(0, 1 - Math.abs(from + k - center) / reach);
          weights[i * count + k] = (float) (weight / sum);
        }
        first[i] = start + from;
      }
      return new Taps(count, first, weights);
    }
  }
}
