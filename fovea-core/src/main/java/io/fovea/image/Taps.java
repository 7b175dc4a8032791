// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.util.Arrays;

/// What each position along a resized axis is mixed from: neighbours in a row, and their shares.
///
/// Position `i` reads `most` neighbours from `first[i]` on, all inside, with the shares
/// `weights[i * most ...]`. Those from `used[i]` on, `count[i]` of them, are the ones that count; the
/// shares of others are 0.
final class Taps {
  final int[] first;
  final int[] used;
  final int[] count;
  final float[] weights;

  /// How many neighbours each position reads: as many as the one that needs most, made even as code
  /// for few numbers of neighbours is fast.
  final int most;

  private Taps(int length, int[] used, int[] count) {
    this.used = used;
    this.count = count;
    int needed = Arrays.stream(count).max().orElseThrow();
    this.most = Math.min(needed + (needed & 1), length);
    this.first = Arrays.stream(used).map(from -> Math.min(from, length - most)).toArray();
    this.weights = new float[used.length * most];
  }

  /// Taps of an axis.
  ///
  /// @param length of the source axis, at least 1
  /// @param size of the target axis
  /// @param antialias whether kernels widen where the picture shrinks
  static Taps of(int length, int size, Interpolation kernel, boolean antialias) {
    double scale = (double) length / size;
    double stretch = antialias && scale > 1 ? scale : 1;
    double reach = kernel == Interpolation.AREA ? scale / 2 : kernel.radius() * stretch;
    int[] used = new int[size];
    int[] count = new int[size];
    for (int i = 0; i < size; i++) {
      double center = (i + 0.5) * scale;
      used[i] = from(kernel, center, reach, length);
      count[i] = to(kernel, center, reach, length) - used[i];
    }
    var taps = new Taps(length, used, count);
    double[] shares = new double[taps.most];
    for (int i = 0; i < size; i++) {
      double center = (i + 0.5) * scale;
      for (int k = 0; k < count[i]; k++) {
        int at = used[i] + k;
        shares[k] =
            kernel == Interpolation.AREA
                ? Math.min(at + 1, center + reach) - Math.max(at, center - reach)
                : kernel.weight((at + 0.5 - center) / stretch);
      }
      taps.put(i, shares);
    }
    return taps;
  }

  /// The first neighbour of a position that counts.
  private static int from(Interpolation kernel, double center, double reach, int length) {
    return switch (kernel) {
      case NEAREST -> Math.min((int) Math.floor(center), length - 1);
      case AREA -> Math.max(0, (int) Math.floor(center - reach + 1e-9));
      case BILINEAR, BICUBIC, LANCZOS3 -> Math.max(0, (int) Math.ceil(center - reach - 0.5));
    };
  }

  /// The neighbour after the last one that counts.
  private static int to(Interpolation kernel, double center, double reach, int length) {
    return switch (kernel) {
      case NEAREST -> from(kernel, center, reach, length) + 1;
      case AREA -> Math.min(length, (int) Math.ceil(center + reach - 1e-9));
      case BILINEAR, BICUBIC, LANCZOS3 ->
          Math.min(length, (int) Math.floor(center + reach - 0.5) + 1);
    };
  }

  /// Keeps the shares of a position, made to sum to 1.
  private void put(int position, double[] shares) {
    double sum = 0;
    for (int k = 0; k < count[position]; k++) {
      sum += shares[k];
    }
    int at = position * most + used[position] - first[position];
    for (int k = 0; k < count[position]; k++) {
      weights[at + k] = (float) (shares[k] / sum);
    }
  }
}
