// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How pictures that come in one heap are divided, as `--split` says it: `10,15,75`.
///
/// @param test to measure on at the end; 0 for no such part
/// @param validation to choose the best epoch by; 0 for no such part
/// @param training to learn from, above 0
record Shares(double test, double validation, double training) {
  /// A tenth to test on, as the usual recipe for flowers has it.
  static final Shares USUAL = new Shares(10, 15, 75);

  private static final Pattern FORM = Pattern.compile("(\\d{1,4}(?:\\.\\d{1,6})?)");

  /// Shares from the text that [#toString] gives.
  ///
  /// @throws IllegalArgumentException if it is another text
  static Shares parse(String text) {
    var parts = List.of(text.split(",", -1));
    if (parts.size() == 3 && parts.stream().allMatch(part -> FORM.matcher(part).matches())) {
      var shares = parts.stream().map(Double::valueOf).toList();
      if (shares.getLast() > 0) {
        return new Shares(shares.get(0), shares.get(1), shares.get(2));
      }
    }
    throw new IllegalArgumentException(
        "expected shares of test, validation and training data, as 10,15,75, got " + text);
  }

  /// Those above 0, in the order of the text.
  double[] present() {
    return DoubleStream.of(test, validation, training).filter(share -> share > 0).toArray();
  }

  @Override
  public String toString() {
    var numbers = new ArrayList<>(List.of(test, validation, training));
    return numbers.stream()
        .map(share -> String.format(Locale.ROOT, share % 1 == 0 ? "%.0f" : "%s", share))
        .collect(Collectors.joining(","));
  }

  /// From the command line.
  static final class Converter implements ITypeConverter<Shares> {
    @Override
    public Shares convert(String value) {
      try {
        return parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
