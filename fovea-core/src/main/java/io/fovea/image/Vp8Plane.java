// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.util.Arrays;

/// One of the three planes of a frame, with what prediction sees beyond its top and left borders
/// (RFC 6386, section 12.2): 127 above, 129 at the left.
///
/// @param samples row by row, a row above and a column at the left
/// @param stride bytes from row to row
record Vp8Plane(byte[] samples, int stride) {
  /// Columns beyond the right border that the row above has.
  private static final int AHEAD = 4;

  static Vp8Plane of(int width, int height) {
    int stride = 1 + width + AHEAD;
    byte[] samples = new byte[Math.multiplyExact(stride, height + 1)];
    Arrays.fill(samples, 0, stride, (byte) 127);
    for (int y = 1; y <= height; y++) {
      samples[y * stride] = (byte) 129;
    }
    return new Vp8Plane(samples, stride);
  }

  /// @param x column, from -1
  /// @param y row, from -1
  int index(int x, int y) {
    return (y + 1) * stride + x + 1;
  }

  int at(int index) {
    return samples[index] & 0xFF;
  }
}
