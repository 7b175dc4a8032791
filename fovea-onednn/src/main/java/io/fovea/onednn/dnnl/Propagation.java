// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

/// What a forward primitive is for; training and inference are different primitives.
public enum Propagation {
  /// Forward with what backward needs: statistics, workspaces.
  TRAINING(64),
  /// Forward only.
  INFERENCE(96);

  /// Backward for data and parameters, of the normalizations.
  static final int BACKWARD = 128;

  /// Backward for data alone, of the normalizations.
  static final int BACKWARD_DATA = 160;

  private final int code;

  Propagation(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
