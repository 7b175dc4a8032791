// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

/// A file that is not what it should be: damaged, of another format, or of another network.
public final class FormatException extends FoveaException {
  private static final long serialVersionUID = 1;

  /// See [FoveaException#format(String, String, String, String)].
  public FormatException(String where, String expected, String got, String fix) {
    super(where, expected, got, fix);
  }

  /// With the error behind it.
  public FormatException(String where, String expected, String got, String fix, Throwable cause) {
    this(where, expected, got, fix);
    initCause(cause);
  }
}
