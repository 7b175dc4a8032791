// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.util.Arrays;
import javax.imageio.IIOException;

/// Unpacks rows of black and white that are coded as fax machines do: ITU-T recommendations T.4
/// (group 3, tables 2 and 3, of one and of two dimensions) and T.6 (group 4), in strips and tiles of
/// TIFF files (TIFF 6.0, sections 10 and 11). A bit of 1 is black in the result.
///
/// A row is a list of the columns at which its color changes, beginning with white. Mutable, for one
/// strip.
final class Fax {
  /// How the rows of a strip are coded; the numbers are those of TIFF.
  enum Scheme {
    /// Runs, each row from a byte of its own on.
    RUNS(2),
    /// Runs, and rows that say how they differ from the one above, behind marks.
    GROUP_3(3),
    /// Rows that say how they differ from the one above.
    GROUP_4(4);

    final int compression;

    Scheme(int compression) {
      this.compression = compression;
    }

    static Scheme of(int compression) {
      return values()[compression - RUNS.compression];
    }
  }

  /// Bit of the TIFF tag T4Options: rows may refer to the one above.
  static final int TWO_DIMENSIONS = 1;

  private static final int MARK = 11; // zeros of an end of line, at least
  private static final int LONGEST = 13; // bits of a code

  private final byte[] packed;
  private final int width;
  private long at; // bit
  private int[] above;
  private int aboveCount;
  private int[] row;
  private int count;

  private Fax(byte[] packed, int width) {
    this.packed = packed;
    this.width = width;
    this.above = new int[width + 2];
    this.row = new int[width + 2];
  }

  /// Fills `target` with rows of so many columns, each from a byte of its own on.
  ///
  /// @param options what the tag T4Options says, for group 3
  static void unpack(byte[] packed, Scheme scheme, int options, int width, byte[] target)
      throws IIOException {
    var fax = new Fax(packed, width);
    int rowBytes = Math.ceilDiv(width, 8);
    for (int from = 0; from < target.length; from += rowBytes) {
      fax.next(scheme, (options & TWO_DIMENSIONS) != 0);
      fax.paint(target, from);
    }
  }

  private void next(Scheme scheme, boolean twoDimensions) throws IIOException {
    var last = above;
    above = row;
    aboveCount = count;
    row = last;
    count = 0;
    boolean differences =
        switch (scheme) {
          case RUNS -> {
            at = Math.ceilDiv(at, 8) * 8;
            yield false;
          }
          case GROUP_3 -> skipMark() && twoDimensions && bit() == 0;
          case GROUP_4 -> true;
        };
    if (differences) {
      readDifferences();
    } else {
      readRuns();
    }
  }

  /// Skips zeros and the one behind them, if there are as many as an end of line has.
  private boolean skipMark() throws IIOException {
    long from = at;
    while (at < packed.length * 8L && peek(1) == 0) {
      at++;
    }
    if (at - from < MARK) {
      at = from;
      return false;
    }
    at++;
    return true;
  }

  private void readRuns() throws IIOException {
    boolean black = false;
    for (int column = 0; column < width; black = !black) {
      column += run(black);
      change(column);
    }
  }

  private void readDifferences() throws IIOException {
    int column = -1; // an imaginary white one before the first
    boolean black = false;
    while (column < width) {
      int next = changeAbove(column, black);
      int mode = Codes.MODES.next(this);
      switch (mode) {
        case Codes.PASS -> column = next + 1 < aboveCount ? above[next + 1] : width;
        case Codes.HORIZONTAL -> {
          int first = Math.max(column, 0) + run(black);
          change(first);
          column = first + run(!black);
          change(column);
        }
        case Codes.EXTENSION ->
            throw new UnsupportedPicture(
                "fax data without extensions", "an extension such as uncompressed mode");
        default -> {
          int before = column;
          column = (next < aboveCount ? above[next] : width) + mode;
          if (column < Math.max(before, 0)) {
            throw new IIOException("fax data whose columns go backwards");
          }
          change(column);
          black = !black;
        }
      }
    }
  }

  /// Where in the row above the color changes from this one to the other, behind a column.
  private int changeAbove(int column, boolean black) {
    int i = black ? 1 : 0;
    while (i < aboveCount && above[i] <= column) {
      i += 2;
    }
    return i;
  }

  private int run(boolean black) throws IIOException {
    var codes = black ? Codes.BLACK : Codes.WHITE;
    int length = 0;
    int part;
    do {
      part = codes.next(this);
      length += part;
    } while (part >= 64 && length <= width);
    return length;
  }

  /// Notes a change of color; two at the same column are none.
  private void change(int column) throws IIOException {
    if (column > width) {
      throw new IIOException("fax data with rows that are too long");
    }
    if (count > 0 && row[count - 1] == column) {
      count--;
    } else {
      row[count++] = column;
    }
  }

  private void paint(byte[] target, int from) {
    for (int i = 0; i < count; i += 2) {
      int end = i + 1 < count ? row[i + 1] : width;
      for (int x = row[i]; x < end; x++) {
        target[from + x / 8] |= (byte) (0x80 >> x % 8);
      }
    }
  }

  private int bit() throws IIOException {
    int bit = peek(1);
    skip(1);
    return bit;
  }

  /// The next bits, at most 16; zeros behind the end.
  private int peek(int bits) {
    int octet = (int) (at / 8);
    int word = 0;
    for (int i = octet; i < octet + 3; i++) {
      word = word << 8 | (i < packed.length ? packed[i] & 0xFF : 0);
    }
    return word >> 24 - at % 8 - bits & (1 << bits) - 1;
  }

  private void skip(int bits) throws IIOException {
    at += bits;
    if (at > packed.length * 8L) {
      throw TiffCodec.cutOff();
    }
  }

  /// Codes of which none begins another, by their first 13 bits.
  private static final class Codes {
    static final int PASS = 100;
    static final int HORIZONTAL = 101;
    static final int EXTENSION = 102;

    /// Modes of two dimensions; the vertical ones are the distance to the change above.
    static final Codes MODES =
        new Codes()
            .with(PASS, 0, "0001")
            .with(HORIZONTAL, 0, "001")
            .with(0, 1, "1 011 000011 0000011")
            .with(-3, 1, "0000010 000010 010")
            .with(EXTENSION, 0, "0000001");

    private static final String LONG =
        """
        00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101
        000000010110 000000010111 000000011100 000000011101 000000011110 000000011111\
        """;

    static final Codes WHITE =
        new Codes()
            .with(
                0,
                1,
                """
                00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011
                110100 110101 101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000
                0101011 0010011 0100100 0011000 00000010 00000011 00011010 00011011 00010010 00010011
                00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100
                00101101 00000100 00000101 00001010 00001011 01010010 01010011 01010100 01010101
                00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010
                00110011 00110100\
                """)
            .with(
                64,
                64,
                """
                11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111
                011001100 011001101 011010010 011010011 011010100 011010101 011010110 011010111
                011011000 011011001 011011010 011011011 010011000 010011001 010011010 011000
                010011011\
                """)
            .with(1792, 64, LONG);

    static final Codes BLACK =
        new Codes()
            .with(
                0,
                1,
                """
                0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100
                00000111 000011000 0000010111 0000011000 0000001000 00001100111 00001101000 00001101100
                00000110111 00000101000 00000010111 00000011000 000011001010 000011001011 000011001100
                000011001101 000001101000 000001101001 000001101010 000001101011 000011010010
                000011010011 000011010100 000011010101 000011010110 000011010111 000001101100
                000001101101 000011011010 000011011011 000001010100 000001010101 000001010110
                000001010111 000001100100 000001100101 000001010010 000001010011 000000100100
                000000110111 000000111000 000000100111 000000101000 000001011000 000001011001
                000000101011 000000101100 000001011010 000001100110 000001100111\
                """)
            .with(
                64,
                64,
                """
                0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101
                0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101
                0000001110010 0000001110011 0000001110100 0000001110101 0000001110110 0000001110111
                0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011
                0000001100100 0000001100101\
                """)
            .with(1792, 64, LONG);

    private final short[] values = new short[1 << LONGEST];
    private final byte[] lengths = new byte[1 << LONGEST]; // 0 where there is no code

    /// Adds codes for `first`, `first + step` and so on.
    private Codes with(int first, int step, String codes) {
      int value = first;
      for (String code : codes.split("\\s+")) {
        int rest = LONGEST - code.length();
        int from = Integer.parseInt(code, 2) << rest;
        Arrays.fill(values, from, from + (1 << rest), (short) value);
        Arrays.fill(lengths, from, from + (1 << rest), (byte) code.length());
        value += step;
      }
      return this;
    }

    int next(Fax fax) throws IIOException {
      int bits = fax.peek(LONGEST);
      if (lengths[bits] == 0) {
        throw new IIOException("fax data with a code that does not exist");
      }
      fax.skip(lengths[bits]);
      return values[bits];
    }
  }
}
