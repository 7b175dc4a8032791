// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

import java.util.Set;

/// Options of the normalizations.
public enum NormOption {
  /// Mean and variance are inputs; without it they are computed (and outputs when training).
  GLOBAL_STATISTICS(0x1),
  /// Multiplies by a scale (gamma), one number per channel.
  SCALE(0x2),
  /// Adds a shift (beta), one number per channel.
  SHIFT(0x4),
  /// Ends with a ReLU; training then needs a workspace. Batch normalization only.
  RELU(0x8);

  private final int code;

  NormOption(int code) {
    this.code = code;
  }

  static int codes(Set<NormOption> options) {
    int codes = 0;
    for (NormOption option : options) {
      codes |= option.code;
    }
    return codes;
  }
}
