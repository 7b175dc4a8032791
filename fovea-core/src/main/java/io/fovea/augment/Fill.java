// SPDX-License-Identifier: Apache-2.0
package io.fovea.augment;

import io.fovea.error.Args;

/// What lies beyond the border of a picture.
///
/// The four modes are those of Keras' `fill_mode`, with the results of `scipy.ndimage`.
///
/// @param mode how positions outside are answered
/// @param value what [Mode#CONSTANT] gives; 0 is black
public record Fill(Mode mode, double value) {
  /// How positions outside of a picture are answered. Rows show what surrounds `a b c d`.
  public enum Mode {
    /// `kkkk|abcd|kkkk`; anything beyond the outermost pixel centres is outside.
    CONSTANT,
    /// `aaaa|abcd|dddd`.
    NEAREST,
    /// `dcba|abcd|dcba`.
    REFLECT,
    /// Repeats with a period of one pixel less than the picture, as SciPy's `wrap`.
    WRAP
  }

  /// Black.
  public static final Fill BLACK = new Fill(Mode.CONSTANT, 0);

  /// The outermost pixels go on.
  public static final Fill NEAREST = new Fill(Mode.NEAREST, 0);

  /// The picture is mirrored at its borders.
  public static final Fill REFLECT = new Fill(Mode.REFLECT, 0);

  /// The picture begins anew; see [Mode#WRAP].
  public static final Fill WRAP = new Fill(Mode.WRAP, 0);

  /// Positions this close to the border (in pixels) count as on it: a quarter turn computed with
  /// sines ends 1e-16 outside and must not lose a row.
  private static final double SLACK = 1e-6;

  /// Checks the value.
  public Fill {
    Args.check(Double.isFinite(value), "Fill.value", "a finite number", value, "pass e.g. 0.");
  }

  /// One value everywhere outside.
  public static Fill constant(double value) {
    return new Fill(Mode.CONSTANT, value);
  }

  /// The position within 0..`size`-1 that stands for `position`; NaN if it is outside.
  public double fold(double position, int size) {
    int last = size - 1;
    if (position >= 0 && position <= last) {
      return position;
    }
    double folded =
        switch (mode) {
          case CONSTANT -> position >= -SLACK && position <= last + SLACK ? position : Double.NaN;
          case NEAREST -> position;
          case REFLECT -> mirrored(position, size);
          case WRAP -> last == 0 ? 0 : wrapped(position, last);
        };
    // keeps NaN
    return Math.min(Math.max(folded, 0), last);
  }

  private static double mirrored(double position, int size) {
    double period = 2.0 * size;
    double along = position + 0.5 - period * Math.floor((position + 0.5) / period);
    return (along < size ? along : period - along) - 0.5;
  }

  private static double wrapped(double position, int period) {
    return position < 0
        ? position + period * (Math.floor(-position / period) + 1)
        : position - period * Math.floor(position / period);
  }
}
