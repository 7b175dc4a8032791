// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.IIOException;

/// Unpacks strips and tiles of TIFF files (TIFF 6.0, sections 9, 13 and 14; deflate as in supplement 2).
///
/// Each method fills its target, so nothing inflates beyond what the directory announced.
final class TiffCodec {
  private static final int CLEAR = 256;
  private static final int END = 257;

  private TiffCodec() {}

  static void inflate(byte[] packed, byte[] target) throws IIOException {
    var inflater = new Inflater();
    try {
      inflater.setInput(packed);
      int length = 0;
      while (length < target.length) {
        int count = inflater.inflate(target, length, target.length - length);
        if (count == 0 && (inflater.finished() || inflater.needsInput())
            || inflater.needsDictionary()) {
          throw cutOff();
        }
        length += count;
      }
    } catch (DataFormatException e) {
      throw new IIOException("deflated data that cannot be read", e);
    } finally {
      inflater.end();
    }
  }

  static void packBits(byte[] packed, byte[] target) throws IIOException {
    int length = 0;
    for (int at = 0; length < target.length; ) {
      if (at + 1 >= packed.length) {
        throw cutOff();
      }
      int code = packed[at++];
      if (code >= 0) {
        int count = Math.min(code + 1, target.length - length);
        if (at + count > packed.length) {
          throw cutOff();
        }
        System.arraycopy(packed, at, target, length, count);
        length += count;
        at += code + 1;
      } else if (code != -128) {
        int end = Math.min(length + 1 - code, target.length);
        java.util.Arrays.fill(target, length, end, packed[at++]);
        length = end;
      }
    }
  }

  /// Codes of 9 to 12 bits, the highest bit first, which become longer one code early.
  static void lzw(byte[] packed, byte[] target) throws IIOException {
    int[] prefix = new int[4096];
    byte[] last = new byte[4096];
    int[] lengths = new int[4096];
    for (int i = 0; i < CLEAR; i++) {
      last[i] = (byte) i;
      lengths[i] = 1;
    }
    int next = END + 1;
    int width = 9;
    int previous = -1;
    int length = 0;
    long bits = 0;
    int held = 0;
    int at = 0;
    while (length < target.length) {
      while (held < width) {
        if (at == packed.length) {
          throw cutOff();
        }
        bits = bits << 8 | packed[at++] & 0xFF;
        held += 8;
      }
      held -= width;
      int code = (int) (bits >> held) & (1 << width) - 1;
      if (code == CLEAR) {
        next = END + 1;
        width = 9;
        previous = -1;
        continue;
      }
      if (code == END) {
        throw cutOff();
      }
      if (code > next || previous < 0 && code > END || code == next && next == 4096) {
        throw new IIOException("an LZW code that was not made yet");
      }
      if (previous >= 0 && next < 4096) {
        prefix[next] = previous;
        lengths[next] = lengths[previous] + 1;
        last[next] = first(code == next ? previous : code, prefix, last, lengths);
        next++;
      }
      length = put(code, prefix, last, lengths, target, length);
      previous = code;
      if (next >= (1 << width) - 1 && width < 12) {
        width++;
      }
    }
  }

  private static byte first(int code, int[] prefix, byte[] last, int[] lengths) {
    int at = code;
    while (lengths[at] > 1) {
      at = prefix[at];
    }
    return last[at];
  }

  private static int put(
      int code, int[] prefix, byte[] last, int[] lengths, byte[] target, int from) {
    int end = from + lengths[code];
    for (int at = end - 1, c = code; at >= from; at--, c = prefix[c]) {
      if (at < target.length) {
        target[at] = last[c];
      }
    }
    return Math.min(end, target.length);
  }

  /// Undoes horizontal differencing of one row.
  ///
  /// @param size bytes of a sample
  /// @param step samples of a pixel
  static void addLeft(byte[] row, int from, int to, int size, int step, boolean littleEndian) {
    int distance = size * step;
    for (int at = from + distance; at < to; at += size) {
      int carry = 0;
      for (int k = 0; k < size; k++) {
        int i = at + (littleEndian ? k : size - 1 - k);
        int sum = (row[i] & 0xFF) + (row[i - distance] & 0xFF) + carry;
        row[i] = (byte) sum;
        carry = sum >> 8;
      }
    }
  }

  /// Undoes the differencing of floating-point rows: bytes of one weight lie side by side, the
  /// highest first (TIFF technical note 3). Leaves them in big-endian order.
  static void gatherFloats(byte[] row, int from, int to, int size, int step) {
    for (int at = from + step; at < to; at++) {
      row[at] += row[at - step];
    }
    int count = (to - from) / size;
    byte[] spread = java.util.Arrays.copyOfRange(row, from, to);
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < size; k++) {
        row[from + i * size + k] = spread[k * count + i];
      }
    }
  }

  static void reverseBits(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
    }
  }

  static IIOException cutOff() {
    return new IIOException("data that is cut off");
  }
}
