// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What options say, as numbers and paths; each wrong one has its sentence.
final class Values {
  private Values() {}

  /// Reads options of these types in a command and those below it.
  static void register(CommandLine line) {
    whole(line, Integer.class, Integer::valueOf);
    whole(line, int.class, Integer::valueOf);
    whole(line, Long.class, Long::valueOf);
    whole(line, long.class, Long::valueOf);
    number(line, Double.class);
    number(line, double.class);
    line.registerConverter(Path.class, Values::path);
  }

  private static <T> void whole(CommandLine line, Class<T> type, ITypeConverter<T> converter) {
    line.registerConverter(type, text -> converted(text, "a whole number", converter));
  }

  private static void number(CommandLine line, Class<Double> type) {
    line.registerConverter(type, text -> converted(text, "a number", Double::valueOf));
  }

  private static <T> T converted(String text, String expected, ITypeConverter<T> converter)
      throws Exception {
    try {
      return converter.convert(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("expected " + expected + ", got " + text);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(Problems.path(e));
    }
  }
}
