// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;

/// How a value between pixel centres is found.
public enum Sampling {
  /// The value of the nearest pixel: for masks, and for moves by whole pixels.
  NEAREST,
  /// The weighted mean of the four pixels around.
  BILINEAR;

  /// Fills `target` with the values of `source` where `warp` leads.
  void sample(Warp warp, Pixels source, Pixels target, Fill fill) {
    if (this == NEAREST && warp instanceof Affine moved && moved.isWhole(source, target)) {
      moved.copy(source, target);
      return;
    }
    int width = target.width();
    double[] xs = new double[width];
    double[] ys = new double[width];
    for (int y = 0; y < target.height(); y++) {
      warp.row(y, xs, ys);
      for (int x = 0; x < width; x++) {
        xs[x] = fill.fold(xs[x], source.width());
        ys[x] = fill.fold(ys[x], source.height());
      }
      if (this == NEAREST) {
        nearest(source, target, y, xs, ys, (float) fill.value());
      } else {
        bilinear(source, target, y, xs, ys, (float) fill.value());
      }
    }
  }

  private static void nearest(
      Pixels source, Pixels target, int y, double[] xs, double[] ys, float outside) {
    float[] in = source.values();
    float[] out = target.values();
    int channels = source.channels();
    int at = target.index(y, 0);
    for (int x = 0; x < xs.length; x++, at += channels) {
      if (Double.isNaN(xs[x] + ys[x])) {
        java.util.Arrays.fill(out, at, at + channels, outside);
        continue;
      }
      int here = source.index((int) (ys[x] + 0.5), (int) (xs[x] + 0.5));
      for (int c = 0; c < channels; c++) {
        out[at + c] = in[here + c];
      }
    }
  }

  private static void bilinear(
      Pixels source, Pixels target, int y, double[] xs, double[] ys, float outside) {
    float[] in = source.values();
    float[] out = target.values();
    int channels = source.channels();
    int lastX = source.width() - 1;
    int lastY = source.height() - 1;
    int line = source.width() * channels;
    int at = target.index(y, 0);
    for (int x = 0; x < xs.length; x++) {
      if (Double.isNaN(xs[x] + ys[x])) {
        java.util.Arrays.fill(out, at, at + channels, outside);
        at += channels;
        continue;
      }
      int left = (int) xs[x];
      int top = (int) ys[x];
      float across = (float) (xs[x] - left);
      float down = (float) (ys[x] - top);
      int here = source.index(top, left);
      int right = left < lastX ? channels : 0;
      int below = top < lastY ? line : 0;
      for (int c = 0; c < channels; c++, here++) {
        float above = in[here] + (in[here + right] - in[here]) * across;
        float under = in[here + below] + (in[here + below + right] - in[here + below]) * across;
        out[at++] = above + (under - above) * down;
      }
    }
  }
}
