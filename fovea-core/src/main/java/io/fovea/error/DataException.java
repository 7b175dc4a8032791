package io.fovea.error;

/// A picture, label or data set that cannot be used; names the file or the example.
public final class DataException extends FoveaException {
  private static final long serialVersionUID = 1;

  /// See [FoveaException#format(String, String, String, String)].
  public DataException(String where, String expected, String got, String fix) {
    super(where, expected, got, fix);
  }
}
