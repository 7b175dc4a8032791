// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats;

import io.fovea.Internal;
import io.fovea.error.FormatException;

/// Numbers of double precision on their way to float32, in which models compute.
@Internal
public final class Floats32 {
  private Floats32() {}

  /// Whether a finite number would become infinite.
  public static boolean isTooLarge(double number) {
    return Double.isFinite(number) && Float.isInfinite((float) number);
  }

  /// @param where for messages: file and name of the numbers
  public static FormatException tooLarge(String where, double number) {
    return new FormatException(
        where,
        "numbers that float32 holds, up to 3.4e38",
        String.valueOf(number),
        "scale the weights down in Python, and save them as float32.");
  }
}
