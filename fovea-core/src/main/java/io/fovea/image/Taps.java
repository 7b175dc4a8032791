package io.fovea.image;

/// What each position along a resized axis is mixed from: neighbours in a row, and their shares.
///
/// Position `i` reads `count[i]` neighbours from `first[i]` on, with the shares
/// `weights[i * most ...]`.
final class Taps {
  final int[] first;
  final int[] count;
  final float[] weights;

  /// Room for the shares of one position.
  final int most;

  private Taps(int size, int most) {
    this.first = new int[size];
    this.count = new int[size];
    this.most = most;
    this.weights = new float[size * most];
  }

  /// Taps of an axis.
  ///
  /// @param length of the source axis, at least 1
  /// @param size of the target axis
  /// @param antialias whether kernels widen where the picture shrinks
  static Taps of(int length, int size, Interpolation kernel, boolean antialias) {
    double scale = (double) length / size;
    boolean wide = antialias && scale > 1;
    double stretch = wide ? scale : 1;
    double reach = kernel == Interpolation.AREA ? scale / 2 : kernel.radius() * stretch;
    var taps = new Taps(size, (int) Math.min(length, Math.ceil(2 * reach) + 2));
    double[] shares = new double[taps.most];
    for (int i = 0; i < size; i++) {
      double center = (i + 0.5) * scale;
      int from;
      int to;
      if (kernel == Interpolation.NEAREST) {
        from = Math.min((int) Math.floor(center), length - 1);
        to = from;
      } else if (kernel == Interpolation.AREA) {
        from = Math.max(0, (int) Math.floor(center - reach + 1e-9));
        to = Math.min(length - 1, (int) Math.ceil(center + reach - 1e-9) - 1);
      } else {
        from = Math.max(0, (int) Math.ceil(center - reach - 0.5));
        to = Math.min(length - 1, (int) Math.floor(center + reach - 0.5));
      }
      double sum = 0;
      for (int k = from; k <= to; k++) {
        shares[k - from] =
            kernel == Interpolation.AREA
                ? Math.min(k + 1, center + reach) - Math.max(k, center - reach)
                : kernel.weight((k + 0.5 - center) / stretch);
        sum += shares[k - from];
      }
      taps.put(i, from, to - from + 1, shares, sum);
    }
    return taps;
  }

  private void put(int position, int from, int length, double[] shares, double sum) {
    first[position] = from;
    count[position] = length;
    for (int k = 0; k < length; k++) {
      weights[position * most + k] = (float) (shares[k] / sum);
    }
  }
}
