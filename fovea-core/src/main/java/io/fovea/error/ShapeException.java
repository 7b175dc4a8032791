// SPDX-License-Identifier: Apache-2.0
package io.fovea.error;

/// A shape that does not fit; raised while a network is described, never in the middle of training.
public final class ShapeException extends FoveaException {
  private static final long serialVersionUID = 1;

  /// See [FoveaException#format(String, String, String, String)].
  public ShapeException(String where, String expected, String got, String fix) {
    super(where, expected, got, fix);
  }
}
