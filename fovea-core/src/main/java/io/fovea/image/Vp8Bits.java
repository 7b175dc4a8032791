// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// Reads the arithmetically coded decisions of VP8 (RFC 6386, section 7).
///
/// Beyond the end it reads zeros, as other decoders do, and counts them.
final class Vp8Bits {
  private static final int EVEN = 128;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int range = 255;

  /// Bits that were read but not decided; the upper part counts.
  private int value;

  /// Bits of `value` below the eight that count.
  private int spare = -8;

  private int beyond;

  Vp8Bits(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /// Whether a decision is for 1.
  ///
  /// @param probability of 0, in 256
  boolean is(int probability) {
    while (spare < 0) {
      value = value << 8 | next();
      spare += 8;
    }
    int split = 1 + ((range - 1) * probability >> 8);
    boolean is = value >> spare >= split;
    if (is) {
      range -= split;
      value -= split << spare;
    } else {
      range = split;
    }
    int shift = Integer.numberOfLeadingZeros(range) - 24;
    range <<= shift;
    spare -= shift;
    return is;
  }

  private int next() {
    if (at < end) {
      return bytes[at++] & 0xFF;
    }
    beyond++;
    return 0;
  }

  /// Whether more was read than there is; a byte or two are read ahead.
  boolean isCutOff() {
    return beyond > 3;
  }

  boolean flag() {
    return is(EVEN);
  }

  int bit(int probability) {
    return is(probability) ? 1 : 0;
  }

  /// A whole number, the highest bit first.
  int number(int bits) {
    int number = 0;
    for (int i = 0; i < bits; i++) {
      number = number << 1 | bit(EVEN);
    }
    return number;
  }

  /// A number followed by its sign.
  int signed(int bits) {
    int number = number(bits);
    return flag() ? -number : number;
  }

  /// As [#signed], if a flag before it says that it is there, else 0.
  int signedIfThere(int bits) {
    return flag() ? signed(bits) : 0;
  }
}
