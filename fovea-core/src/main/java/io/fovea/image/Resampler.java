// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.util.Arrays;

/// Applies precomputed shares to a part of a picture: along rows first, then down columns.
///
/// A row is mixed along once, when the first target row needs it, and kept while others do.
final class Resampler {
  private final Region source;
  private final Taps across;
  private final Taps down;

  /// As many mixed rows as one target row is made of, by source row modulo their number.
  private final float[][] rows;

  /// The source row in the mixing.
  private final float[] values;

  /// The target row in the making: the compiler makes vector instructions of sums of arrays only
  /// where all are read from the same position on.
  private final float[] sum;

  Resampler(Region source, Taps across, Taps down) {
    this.source = source;
    this.across = across;
    this.down = down;
    this.values = new float[source.part().width() * source.channels()];
    this.sum = new float[across.first.length * source.channels()];
    this.rows = new float[down.most][sum.length];
  }

  void into(Pixels target) {
    int at = target.offset();
    // source rows below this one were mixed already
    int next = 0;
    for (int y = 0; y < down.first.length; y++, at += sum.length) {
      int from = down.used[y];
      int to = from + down.count[y];
      for (int row = Math.max(from, next); row < to; row++) {
        mix(row, rows[row % down.most]);
      }
      next = Math.max(next, to);
      Arrays.fill(sum, 0);
      for (int row = from; row < to; row++) {
        add(down.weights[y * down.most + row - down.first[y]], rows[row % down.most], sum);
      }
      if (source.hasAlpha()) {
        divideByAlpha(sum);
      }
      System.arraycopy(sum, 0, target.values(), at, sum.length);
    }
  }

  /// Colors count as much as they are seen: those of transparent pixels must not show at edges.
  private static void multiplyByAlpha(float[] row) {
    for (int i = 0; i < row.length; i += 4) {
      for (int c = 0; c < 3; c++) {
        row[i + c] *= row[i + 3];
      }
    }
  }

  private static void divideByAlpha(float[] row) {
    for (int i = 0; i < row.length; i += 4) {
      for (int c = 0; c < 3; c++) {
        row[i + c] = row[i + 3] == 0 ? 0 : row[i + c] / row[i + 3];
      }
    }
  }

  private static void add(float weight, float[] row, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * row[i];
    }
  }

  private void mix(int y, float[] mixed) {
    source.read(y, values);
    if (source.hasAlpha()) {
      multiplyByAlpha(values);
    }
    if (source.channels() != 3) {
      mixAny(values, source.channels(), across, mixed);
    } else if (across.most == 2) {
      mixTwo(values, across.first, across.weights, mixed);
    } else if (across.most == 4) {
      mixFour(values, across.first, across.weights, mixed);
    } else {
      mixColors(values, across, mixed);
    }
  }

  private static void mixTwo(float[] row, int[] first, float[] weights, float[] mixed) {
    for (int x = 0; x < first.length; x++) {
      int i = 3 * first[x];
      float a = weights[2 * x];
      float b = weights[2 * x + 1];
      mixed[3 * x] = a * row[i] + b * row[i + 3];
      mixed[3 * x + 1] = a * row[i + 1] + b * row[i + 4];
      mixed[3 * x + 2] = a * row[i + 2] + b * row[i + 5];
    }
  }

  private static void mixFour(float[] row, int[] first, float[] weights, float[] mixed) {
    for (int x = 0; x < first.length; x++) {
      int i = 3 * first[x];
      float a = weights[4 * x];
      float b = weights[4 * x + 1];
      float c = weights[4 * x + 2];
      float d = weights[4 * x + 3];
      mixed[3 * x] = a * row[i] + b * row[i + 3] + c * row[i + 6] + d * row[i + 9];
      mixed[3 * x + 1] = a * row[i + 1] + b * row[i + 4] + c * row[i + 7] + d * row[i + 10];
      mixed[3 * x + 2] = a * row[i + 2] + b * row[i + 5] + c * row[i + 8] + d * row[i + 11];
    }
  }

  private static void mixColors(float[] row, Taps across, float[] mixed) {
    for (int x = 0, tap = 0, at = 0; x < across.first.length; x++, tap += across.most, at += 3) {
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int k = 0, i = 3 * across.first[x]; k < across.most; k++, i += 3) {
        float weight = across.weights[tap + k];
        red += weight * row[i];
        green += weight * row[i + 1];
        blue += weight * row[i + 2];
      }
      mixed[at] = red;
      mixed[at + 1] = green;
      mixed[at + 2] = blue;
    }
  }

  private static void mixAny(float[] row, int channels, Taps across, float[] mixed) {
    int at = 0;
    for (int x = 0, tap = 0; x < across.first.length; x++, tap += across.most) {
      for (int c = 0; c < channels; c++) {
        float value = 0;
        for (int k = 0, i = across.first[x] * channels + c; k < across.most; k++, i += channels) {
          value += across.weights[tap + k] * row[i];
        }
        mixed[at++] = value;
      }
    }
  }
}
