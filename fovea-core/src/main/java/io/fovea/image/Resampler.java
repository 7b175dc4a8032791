package io.fovea.image;

import java.util.Arrays;

/// Applies precomputed shares to a picture: along rows first, then down columns.
///
/// A row is mixed along once, when the first target row needs it, and kept while others do.
final class Resampler {
  private final Image image;
  private final Taps across;
  private final Taps down;
  private final int length;

  /// As many mixed rows as one target row is made of, by source row modulo their number.
  private final float[] rows;

  Resampler(Image image, Taps across, Taps down) {
    this.image = image;
    this.across = across;
    this.down = down;
    this.length = across.first.length * image.channels();
    this.rows = new float[down.most * length];
  }

  void into(Pixels target) {
    float[] values = target.values();
    int at = target.offset();
    // source rows below this one were mixed already
    int next = 0;
    for (int y = 0; y < down.first.length; y++, at += length) {
      int from = down.first[y];
      int to = from + down.count[y];
      for (int row = Math.max(from, next); row < to; row++) {
        mix(row, row % down.most * length);
      }
      next = Math.max(next, to);
      Arrays.fill(values, at, at + length, 0);
      for (int row = from; row < to; row++) {
        add(down.weights[y * down.most + row - from], row % down.most * length, values, at);
      }
    }
  }

  private void add(float weight, int from, float[] values, int at) {
    for (int i = 0; i < length; i++) {
      values[at + i] += weight * rows[from + i];
    }
  }

  private void mix(int row, int at) {
    int channels = image.channels();
    int start = row * image.width() * channels;
    if (channels == 3) {
      mixColors(start, at);
    } else {
      mixAny(start, at, channels);
    }
  }

  private void mixColors(int start, int at) {
    byte[] samples = image.samples();
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
      rows[at] = red;
      rows[at + 1] = green;
      rows[at + 2] = blue;
      at += 3;
    }
  }

  private void mixAny(int start, int at, int channels) {
    byte[] samples = image.samples();
    for (int x = 0, tap = 0; x < across.first.length; x++, tap += across.most) {
      for (int c = 0; c < channels; c++) {
        int from = start + across.first[x] * channels + c;
        float sum = 0;
        for (int k = 0; k < across.count[x]; k++, from += channels) {
          sum += across.weights[tap + k] * (samples[from] & 0xFF);
        }
        rows[at++] = sum;
      }
    }
  }
}
