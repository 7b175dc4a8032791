// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.image.Pixels;
import java.util.Arrays;

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
    float outside = (float) fill.value();
    for (int y = 0; y < target.height(); y++) {
      warp.row(y, xs, ys);
      for (int x = 0; x < width; x++) {
        xs[x] = fill.fold(xs[x], source.width());
        ys[x] = fill.fold(ys[x], source.height());
      }
      int at = target.index(y, 0);
      for (int x = 0; x < width; x++, at += target.channels()) {
        if (this == NEAREST) {
          nearest(source, xs[x], ys[x], target, at, outside);
        } else {
          bilinear(source, xs[x], ys[x], target, at, outside);
        }
      }
    }
  }

  private static void nearest(
      Pixels source, double x, double y, Pixels target, int at, float outside) {
    if (Double.isNaN(x + y)) {
      Arrays.fill(target.values(), at, at + target.channels(), outside);
      return;
    }
    float[] in = source.values();
    float[] out = target.values();
    int here = source.index((int) (y + 0.5), (int) (x + 0.5));
    for (int c = 0; c < source.channels(); c++) {
      out[at + c] = in[here + c];
    }
  }

  /// Writes the pixel at position `at` of the target.
  ///
  /// @param x column in the source, within it; NaN if outside
  /// @param y row in the source
  static void bilinear(Pixels source, double x, double y, Pixels target, int at, float outside) {
    int channels = source.channels();
    float[] in = source.values();
    float[] out = target.values();
    if (Double.isNaN(x + y)) {
      Arrays.fill(out, at, at + channels, outside);
      return;
    }
    int left = (int) x;
    int top = (int) y;
    float across = (float) (x - left);
    float down = (float) (y - top);
    int here = source.index(top, left);
    int right = left < source.width() - 1 ? channels : 0;
    int below = top < source.height() - 1 ? source.width() * channels : 0;
    for (int c = 0; c < channels; c++, here++) {
      float above = in[here] + (in[here + right] - in[here]) * across;
      float under = in[here + below] + (in[here + below + right] - in[here + below]) * across;
      out[at + c] = above + (under - above) * down;
    }
  }
}
