// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

import io.fovea.Internal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Checks of arguments, with the sentence that all errors share.
@Internal
public final class Args {
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  private Args() {}

  /// Returns `value` if it is at least 1.
  public static int positive(String where, int value) {
    check(value >= 1, where, "a whole number of at least 1", value, "pass 1 or more.");
    return value;
  }

  /// Returns `value` if it is at least 0.
  public static int notNegative(String where, int value) {
    check(value >= 0, where, "a whole number of at least 0", value, "pass 0 or more.");
    return value;
  }

  /// Returns `value` if it lies between two bounds, both included.
  public static int within(String where, int value, int least, int most) {
    check(
        value >= least && value <= most,
        where,
        String.format(Locale.ROOT, "a whole number from %d to %d", least, most),
        value,
        "pass a number in between.");
    return value;
  }

  /// Returns `value` if it lies in 0..1, both included.
  public static double fraction(String where, double value) {
    check(value >= 0 && value <= 1, where, "a fraction from 0 to 1", value, "pass e.g. 0.5.");
    return value;
  }

  /// Returns `value` if it is finite and above 0.
  public static double positive(String where, double value) {
    check(
        value > 0 && value < Double.POSITIVE_INFINITY,
        where,
        "a number above 0",
        value,
        "pass a positive finite number.");
    return value;
  }

  /// The length of an array for so many numbers.
  ///
  /// @param fix how to need fewer, as a sentence without its capital
  public static int arrayLength(String where, long numbers, String fix) {
    check(
        numbers <= MOST_NUMBERS,
        where,
        "at most " + MOST_NUMBERS + " numbers, as one array of Java holds",
        numbers,
        fix);
    return (int) numbers;
  }

  /// Returns `value` if float32 can hold it: neither NaN nor infinite.
  public static double finite(String where, double value) {
    check(
        Math.abs(value) <= Float.MAX_VALUE,
        where,
        "a finite number of float32",
        value,
        "pass a number between -3.4e38 and 3.4e38.");
    return value;
  }

  /// Returns `value` if there is one: nothing of the library takes null.
  public static <T> T given(String where, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(
          FoveaException.format(
              where, "a value", "null", "pass one; null stands for nothing here."));
    }
    return value;
  }

  /// Returns a copy of `values` if there are some and each is one.
  public static <T> List<T> allGiven(String where, T[] values) {
    for (var value : given(where, values)) {
      given(where, value);
    }
    return List.of(values);
  }

  /// Throws `IllegalArgumentException` unless `holds`.
  public static void check(boolean holds, String where, String expected, Object got, String fix) {
    if (!holds) {
      throw new IllegalArgumentException(
          FoveaException.format(where, expected, String.valueOf(got), fix));
    }
  }
}
