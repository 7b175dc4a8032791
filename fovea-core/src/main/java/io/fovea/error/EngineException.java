// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

/// A native call that failed, or an engine that cannot run what was asked of it.
public final class EngineException extends FoveaException {
  private static final long serialVersionUID = 1;

  /// See [FoveaException#format(String, String, String, String)].
  public EngineException(String where, String expected, String got, String fix) {
    super(where, expected, got, fix);
  }
}
