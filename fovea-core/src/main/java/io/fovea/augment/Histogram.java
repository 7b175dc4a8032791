// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;

/// Tables of 256 levels that flatten histograms.
final class Histogram {
  private Histogram() {}

  /// Pillow's table: level `i` becomes `(counts below i + step / 2) / step`, where `step` is the
  /// number of values without those of the brightest level, divided by 255.
  static float[] equalizing(int[] counts) {
    int all = 0;
    int brightest = 0;
    int used = 0;
    for (int i = 0; i < 256; i++) {
      all += counts[i];
      if (counts[i] > 0) {
        brightest = i;
        used++;
      }
    }
    int step = (all - counts[brightest]) / 255;
    float[] table = new float[256];
    int reached = step / 2;
    for (int i = 0; i < 256; i++) {
      table[i] = used <= 1 || step == 0 ? i / 255f : Math.min(reached / step, 255) / 255f;
      reached += counts[i];
    }
    return table;
  }

  /// Equalizes one channel, mixing the tables of the four nearest tiles.
  static void adaptive(Pixels source, Pixels target, int channel, int tiles, double limit) {
    int down = Math.min(tiles, source.height());
    int across = Math.min(tiles, source.width());
    float[][] tables = new float[down * across][];
    for (int i = 0; i < down; i++) {
      for (int j = 0; j < across; j++) {
        tables[i * across + j] = tile(source, channel, i, j, down, across, limit);
      }
    }
    for (int y = 0; y < source.height(); y++) {
      float row = Math.clamp((y + 0.5f) * down / source.height() - 0.5f, 0, down - 1);
      int top = (int) row;
      int bottom = Math.min(top + 1, down - 1);
      for (int x = 0; x < source.width(); x++) {
        float column = Math.clamp((x + 0.5f) * across / source.width() - 0.5f, 0, across - 1);
        int left = (int) column;
        int right = Math.min(left + 1, across - 1);
        int level = Values.level(source.values()[source.index(y, x) + channel]);
        float above =
            mix(
                tables[top * across + left][level],
                tables[top * across + right][level],
                column - left);
        float below =
            mix(
                tables[bottom * across + left][level],
                tables[bottom * across + right][level],
                column - left);
        target.values()[target.index(y, x) + channel] = mix(above, below, row - top);
      }
    }
  }

  private static float mix(float a, float b, float weight) {
    return a + (b - a) * weight;
  }

  private static float[] tile(
      Pixels source, int channel, int i, int j, int down, int across, double limit) {
    int top = i * source.height() / down;
    int bottom = (i + 1) * source.height() / down;
    int left = j * source.width() / across;
    int right = (j + 1) * source.width() / across;
    int[] counts = new int[256];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        counts[Values.level(source.values()[source.index(y, x) + channel])]++;
      }
    }
    double all = (double) (bottom - top) * (right - left);
    double most = Math.max(limit * all / 256, 1);
    double excess = 0;
    for (int count : counts) {
      excess += Math.max(count - most, 0);
    }
    float[] table = new float[256];
    double reached = 0;
    for (int level = 0; level < 256; level++) {
      reached += Math.min(counts[level], most) + excess / 256;
      table[level] = (float) Math.min(reached / all, 1);
    }
    return table;
  }
}
