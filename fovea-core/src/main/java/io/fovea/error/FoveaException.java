// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

/// What every error of Fovea has: where it happened, what was expected, what came, how to fix it.
///
/// The message is `where: expected ..., got ...` with `Fix: ...` on the next line. All errors are
/// unchecked; the command line prints the message alone, without a stack trace. The message is
/// printable and has at most [#MOST] characters, whatever a file holds that it tells of; the parts are
/// there as they came.
public sealed class FoveaException extends RuntimeException
    permits ShapeException, FormatException, EngineException, DataException {
  private static final long serialVersionUID = 1;

  /// Characters of a message at most.
  public static final int MOST = 400;

  private static final int LEAST = 60; // what is left of a part, whatever the others need
  private static final int STEP = 20;

  private final String where;
  private final String expected;
  private final String got;
  private final String fix;

  FoveaException(String where, String expected, String got, String fix) {
    super(format(where, expected, got, fix));
    this.where = where;
    this.expected = expected;
    this.got = got;
    this.fix = fix;
  }

  /// Formats the sentence that all errors share; also used for plain misuse. What is too long loses
  /// its middle: first the longest of place, expectation and what came, the fix last.
  ///
  /// @param where the place as the user knows it: a layer path, a file, a command; empty between the
  ///     layers of a network
  /// @param expected what should have come, as the end of "expected ..."
  /// @param got what came instead, as the end of "got ..."
  /// @param fix what to do, an imperative sentence
  public static String format(String where, String expected, String got, String fix) {
    String text = sentence(where, expected, got, MOST) + Printable.of(fix, MOST);
    for (int most = MOST - STEP; text.length() > MOST && most >= LEAST; most -= STEP) {
      String start = sentence(where, expected, got, most);
      text = start + Printable.of(fix, most == LEAST ? MOST - start.length() : MOST);
    }
    return text;
  }

  private static String sentence(String where, String expected, String got, int most) {
    return Printable.of(where.isEmpty() ? "network" : where, most)
        + ": expected "
        + Printable.of(expected, most)
        + ", got "
        + Printable.of(got.isBlank() ? "nothing" : got, most)
        + ".\n  Fix: ";
  }

  /// The place: a layer path, a file, a command.
  public String where() {
    return where;
  }

  /// What was expected.
  public String expected() {
    return expected;
  }

  /// What came instead.
  public String got() {
    return got;
  }

  /// What to do about it.
  public String fix() {
    return fix;
  }
}
