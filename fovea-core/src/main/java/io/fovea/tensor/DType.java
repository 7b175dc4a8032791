// SPDX-License-Identifier: Apache-2.0
package io.fovea.tensor;

/// The type of one element of a value inside a graph.
///
/// Users hold float32 tensors only; the other types live inside plans.
public enum DType {
  /// IEEE single precision, 4 bytes.
  FLOAT32(4),
  /// The upper half of a float32, 2 bytes: same range, 8 bits of precision.
  BFLOAT16(2),
  /// A window position inside a pooling window; how it is stored is the engine's affair.
  INDEX(4);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /// Size of one element in bytes.
  public int bytes() {
    return bytes;
  }
}
