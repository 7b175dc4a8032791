// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A picture, label or data set that cannot be used; names the file or the example.
public final class DataException extends FoveaException {
  private static final long serialVersionUID = 1;

  /// See [FoveaException#format(String, String, String, String)].
  public DataException(String where, String expected, String got, String fix) {
    super(where, expected, got, fix);
  }

  /// With the error behind it.
  public DataException(
      String where, String expected, String got, String fix, @Nullable Throwable cause) {
    this(where, expected, got, fix);
    initCause(cause);
  }

  /// A file or folder that is there and cannot be read.
  public static DataException unreadable(Path path, Exception cause) {
    return new DataException(
        path.toString(),
        "to read it",
        cause.getClass().getSimpleName() + ": " + cause.getMessage(),
        "check the path and its permissions.",
        cause);
  }
}
