package io.fovea.image;

import java.util.Arrays;

/// Applies precomputed shares to a picture: along rows first, then down columns.
///
/// A row is mixed along once, when the first target row needs it, and kept while others do.
final class Resampler {
  private final Image image;
  private final Taps across;
  private final Taps down;

  /// As many mixed rows as one target row is made of, by source row modulo their number.
  private final float[][] rows;

  /// The target row in the making: the compiler makes vector instructions of sums of arrays only
  /// where all are read from the same position on.
  private final float[] sum;

  Resampler(Image image, Taps across, Taps down) {
    this.image = image;
    this.across = across;
    this.down = down;
    this.sum = new float[across.first.length * image.channels()];
    this.rows = new float[down.most][sum.length];
  }

  void into(Pixels target) {
    int at = target.offset();
    // source rows below this one were mixed already
    int next = 0;
    for (int y = 0; y < down.first.length; y++, at += sum.length) {
      int from = down.first[y];
      int to = from + down.count[y];
      for (int row = Math.max(from, next); row < to; row++) {
        mix(row, rows[row % down.most]);
      }
      next = Math.max(next, to);
      Arrays.fill(sum, 0);
      for (int row = from; row < to; row++) {
        add(down.weights[y * down.most + row - from], rows[row % down.most], sum);
      }
      System.arraycopy(sum, 0, target.values(), at, sum.length);
    }
  }

  private static void add(float weight, float[] row, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * row[i];
    }
  }

  private void mix(int row, float[] mixed) {
    int channels = image.channels();
    int start = row * image.width() * channels;
    if (channels == 3) {
      mixColors(start, mixed);
    } else {
      mixAny(start, channels, mixed);
    }
  }

  private void mixColors(int start, float[] mixed) {
    byte[] samples = image.samples();
    int at = 0;
    for (int x = 0, tap = 0; x < across.first.length; x++, tap += across.most) {
      int from = start + across.first[x] * 3;
      float red = 0;
      float green = 0;
      float blue = 0;
      for (int k = 0; k < across.count[x]; k++, from += 3) {
        float weight = across.weights[tap + k];
        red += weight * (samples[from] & 0xFF);
        green += weight * (samples[from + 1] & 0xFF);
        blue += weight * (samples[from + 2] & 0xFF);
      }
      mixed[at] = red;
      mixed[at + 1] = green;
      mixed[at + 2] = blue;
      at += 3;
    }
  }

  private void mixAny(int start, int channels, float[] mixed) {
    byte[] samples = image.samples();
    int at = 0;
    for (int x = 0, tap = 0; x < across.first.length; x++, tap += across.most) {
      for (int c = 0; c < channels; c++) {
        int from = start + across.first[x] * channels + c;
        float value = 0;
        for (int k = 0; k < across.count[x]; k++, from += channels) {
          value += across.weights[tap + k] * (samples[from] & 0xFF);
        }
        mixed[at++] = value;
      }
    }
  }
}
