// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.IIOException;

/// Makes bytes of the samples of a TIFF file.
///
/// @param bits per sample
/// @param floats whether they are fractions
/// @param index whether they are kept as they are
/// @param order of the bytes of a sample
record TiffLevels(int bits, boolean floats, boolean index, ByteOrder order) {
  /// How far rounding may have carried a fraction beyond 0 or 1.
  private static final double SLACK = 1e-6;

  /// Copies a row.
  ///
  /// @param from where the row begins in `data`
  /// @param pixels of the row
  /// @param bands samples per pixel of the row
  /// @param kept how many of them are copied
  /// @param at where the row begins in `target`
  /// @param step samples per pixel of `target`
  void copy(byte[] data, int from, int pixels, int bands, int kept, byte[] target, int at, int step)
      throws IIOException {
    if (bits == 8 && bands == step && kept == bands) {
      System.arraycopy(data, from, target, at, pixels * bands);
      return;
    }
    ByteBuffer row = ByteBuffer.wrap(data).order(order);
    for (int x = 0; x < pixels; x++, at += step) {
      for (int c = 0; c < kept; c++) {
        target[at + c] = level(row, from, x * bands + c);
      }
    }
  }

  private byte level(ByteBuffer row, int from, int sample) throws IIOException {
    if (floats) {
      return fraction(row, from + sample * (bits / 8));
    }
    long value =
        switch (bits) {
          case 8 -> row.get(from + sample) & 0xFF;
          case 16 -> row.getShort(from + 2 * sample) & 0xFFFF;
          case 32 -> row.getInt(from + 4 * sample) & 0xFFFFFFFFL;
          case 24 -> threeBytes(row, from + 3 * sample);
          default -> packed(row, from, (long) sample * bits);
        };
    long max = (1L << bits) - 1;
    return (byte) (index || bits == 8 ? value : (value * 255 + max / 2) / max);
  }

  private long threeBytes(ByteBuffer row, int at) {
    int a = row.get(at) & 0xFF;
    int b = row.get(at + 1) & 0xFF;
    int c = row.get(at + 2) & 0xFF;
    return order == ByteOrder.BIG_ENDIAN ? a << 16 | b << 8 | c : c << 16 | b << 8 | a;
  }

  /// Samples that do not fill bytes follow each other bit by bit, the highest first.
  private long packed(ByteBuffer row, int from, long bit) {
    long value = 0;
    for (long i = bit; i < bit + bits; i++) {
      value = value << 1 | row.get(from + (int) (i >> 3)) >> 7 - (i & 7) & 1;
    }
    return value;
  }

  private byte fraction(ByteBuffer row, int at) throws IIOException {
    double value =
        switch (bits) {
          case 16 -> Float.float16ToFloat(row.getShort(at));
          case 32 -> row.getFloat(at);
          default -> row.getDouble(at);
        };
    if (!(value >= -SLACK && value <= 1 + SLACK)) {
      throw new UnsupportedPicture("a TIFF file of fractions from 0 to 1", "a sample of " + value);
    }
    return (byte) Math.rint(255 * value);
  }

  /// The picture of indexes into a map: first all reds, then greens, then blues, of 16 bits each; of
  /// 8 bits if none is larger, as careless writers leave them.
  static Image lookUp(long[] map, int bits, int width, byte[] indexes) throws IIOException {
    int colors = 1 << bits;
    if (map.length < 3 * colors) {
      throw new IIOException("a palette of " + map.length / 3 + " colors");
    }
    boolean small = Arrays.stream(map).allMatch(level -> level < 256);
    byte[] levels = new byte[3 * colors];
    boolean gray = true;
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (small ? map[i] : map[i] >> 8);
      gray &= levels[i] == levels[i % colors];
    }
    int channels = gray ? 1 : 3;
    byte[] samples = new byte[Math.multiplyExact(indexes.length, channels)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = levels[i % channels * colors + (indexes[i / channels] & 0xFF)];
    }
    return Image.ofOwned(width, indexes.length / width, channels, samples);
  }
}
