// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.hdf5;

/// LZF, h5py's fast compression: runs of bytes as they are, and copies of what came up to 8192 bytes
/// before. Source: the description of the format in liblzf.
final class Lzf {
  private static final int RUN = 32; // lengths of runs are below
  private static final int LONG = 7; // a length that another byte is added to
  private static final int SHORTEST = 2;

  private Lzf() {}

  /// @param length of the result
  /// @throws IllegalArgumentException if the bytes end too early or give more than that
  static byte[] inflate(byte[] packed, int length) {
    var result = new byte[length];
    int at = 0;
    int in = 0;
    while (in < packed.length && at < length) {
      int control = packed[in++] & 0xff;
      if (control < RUN) {
        int run = control + 1;
        require(in + run <= packed.length && at + run <= length);
        System.arraycopy(packed, in, result, at, run);
        in += run;
        at += run;
        continue;
      }
      int count = control >> 5;
      require(in + (count == LONG ? 1 : 0) < packed.length);
      if (count == LONG) {
        count += packed[in++] & 0xff;
      }
      count += SHORTEST;
      int from = at - ((control & 0x1f) << 8 | packed[in++] & 0xff) - 1;
      require(from >= 0 && at + count <= length);
      for (int end = at + count; at < end; at++, from++) { // may reach into itself
        result[at] = result[from];
      }
    }
    require(at == length);
    return result;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("LZF that ends elsewhere");
    }
  }
}
