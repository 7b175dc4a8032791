package io.fovea.error;

/// What every error of Fovea has: where it happened, what was expected, what came, how to fix it.
///
/// The message is `where: expected ..., got ...` with `Fix: ...` on the next line. All errors are
/// unchecked; the command line prints the message alone, without a stack trace.
public sealed class FoveaException extends RuntimeException
    permits ShapeException, FormatException, EngineException, DataException {
  private static final long serialVersionUID = 1;

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

  /// Formats the sentence that all errors share; also used for plain misuse.
  ///
  /// @param where the place as the user knows it: a layer path, a file, a command; empty between the
  ///     layers of a network
  /// @param expected what should have come, as the end of "expected ..."
  /// @param got what came instead, as the end of "got ..."
  /// @param fix what to do, an imperative sentence
  public static String format(String where, String expected, String got, String fix) {
    return (where.isEmpty() ? "network" : where)
        + ": expected "
        + expected
        + ", got "
        + got
        + ".\n  Fix: "
        + fix;
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
