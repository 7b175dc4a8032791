// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

/// Types of one element, as oneDNN knows them.
public enum DataType {
  /// No type: the descriptor of a tensor that is not there.
  NONE(0, 0),
  /// IEEE half precision.
  F16(1, 2),
  /// The upper half of a float32.
  BF16(2, 2),
  /// IEEE single precision.
  F32(3, 4),
  /// Signed 32-bit integer.
  S32(4, 4),
  /// Signed 8-bit integer.
  S8(5, 1),
  /// Unsigned 8-bit integer.
  U8(6, 1),
  /// IEEE double precision.
  F64(7, 8),
  /// Signed 64-bit integer.
  S64(16, 8);

  private final int code;
  private final int bytes;

  DataType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /// Size of one element in bytes.
  public int bytes() {
    return bytes;
  }

  int code() {
    return code;
  }

  static DataType ofCode(int code) {
    for (DataType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("oneDNN: no element type has the code " + code);
  }
}
