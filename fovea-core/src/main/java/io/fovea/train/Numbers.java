// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import java.math.BigDecimal;
import java.util.Locale;

/// Numbers as Python and Keras print them.
final class Numbers {
  private Numbers() {}

  /// The shortest text that reads back as the same number: `0.5`, `1e-05`, `nan`.
  static String shortest(double number) {
    double value = number + 0.0; // makes 0 of -0
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if (size == 0 || (size >= 1e-4 && size < 1e16)) {
      String plain = new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String[] parts = Double.toString(value).split("E", 2);
    int exponent = Integer.parseInt(parts[1]);
    return "%se%s%02d"
        .formatted(
            parts[0].replaceFirst("\\.0$", ""), exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /// As in Keras' progress bar: four decimals, or an exponent for small numbers.
  static String brief(double value) {
    return String.format(Locale.ROOT, Math.abs(value) > 1e-3 ? "%.4f" : "%.4e", value + 0.0);
  }

  /// By one of Python's formats, as in `{val_loss:.2f}` or `{epoch:02d}`.
  ///
  /// @param format zeros, width, decimals, and `d`, `f`, `e` or nothing
  static String formatted(double value, String format) {
    boolean whole = value == Math.rint(value) && !format.contains(".");
    if (format.endsWith("d") || (whole && format.matches("\\d*"))) {
      return String.format(Locale.ROOT, "%" + format.replace("d", "") + "d", Math.round(value));
    }
    String text =
        String.format(Locale.ROOT, "%" + format + (format.matches(".*[fe]") ? "" : "f"), value);
    return text.matches("-0*\\.?0*(e[+-]00)?") ? text.substring(1) : text; // never -0.00
  }
}
