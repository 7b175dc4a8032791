// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import java.util.Arrays;

/// Reads modes and coefficients, block by block (RFC 6386, sections 11 and 13).
///
/// Holds what lies above and left of the next block; for one thread.
final class Vp8Blocks {
  /// Luma is predicted in blocks of 4 x 4.
  static final int SPLIT = -1;

  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

  /// Leaves are modes less 10, nodes positions in this tree.
  private static final int[] MODE_TREE = {
    -10, 2, -9, 4, -8, 6, 8, 12, -7, 10, -5, -4, -6, 14, -3, 16, -2, -1
  };

  /// Probabilities of the bits of large values, by class.
  private static final int[][] LARGE = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };

  // kinds of blocks of coefficients
  private static final int LUMA_BUT_MEAN = 0;
  private static final int MEANS = 1;
  private static final int CHROMA = 2;
  private static final int LUMA = 3;

  private final Vp8Header header;

  /// Modes of the blocks of 4 x 4 above, 4 for each column; and at the left.
  private final int[] modesAbove;

  private final int[] modesLeft = new int[4];

  /// Whether blocks above had coefficients: 4 of luma, 2 and 2 of chroma, 1 of means.
  private final int[][] above;

  private final int[] left = new int[9];

  /// Modes of the block's 16 blocks of 4 x 4, if it is split.
  final int[] modes = new int[16];

  /// 16 coefficients each for 16 blocks of luma, 4 and 4 of chroma.
  final int[] coefficients = new int[24 * 16];

  int segment;
  int luma;
  int chroma;

  /// Whether any coefficient is not 0.
  boolean filled;

  Vp8Blocks(Vp8Header header, int columns) {
    this.header = header;
    modesAbove = new int[4 * columns];
    above = new int[columns][9];
  }

  void startRow() {
    Arrays.fill(modesLeft, 0);
    Arrays.fill(left, 0);
  }

  /// Reads the next block of a row.
  ///
  /// @param part holds its coefficients
  void next(int column, Vp8Bits part) {
    Vp8Bits bits = header.first();
    int[] tree = header.segmentBits();
    segment = tree.length == 0 ? 0 : bits.is(tree[0]) ? 2 + bits.bit(tree[2]) : bits.bit(tree[1]);
    boolean skip = header.skip() >= 0 && bits.is(header.skip());
    readModes(column, bits);
    Arrays.fill(coefficients, 0);
    filled = false;
    if (skip) {
      int kept = luma == SPLIT ? 8 : 9;
      Arrays.fill(above[column], 0, kept, 0);
      Arrays.fill(left, 0, kept, 0);
    } else {
      readCoefficients(above[column], part);
    }
  }

  private void readModes(int column, Vp8Bits bits) {
    if (bits.is(145)) {
      luma =
          bits.is(156)
              ? bits.is(128) ? Vp8Prediction.GRADIENT : Vp8Prediction.LEFT
              : bits.is(163) ? Vp8Prediction.ABOVE : Vp8Prediction.MEAN;
      Arrays.fill(modesAbove, 4 * column, 4 * column + 4, luma);
      Arrays.fill(modesLeft, luma);
    } else {
      luma = SPLIT;
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 4; x++) {
          int table = (modesAbove[4 * column + x] * 10 + modesLeft[y]) * 9;
          int node = 0;
          do {
            node = MODE_TREE[node + bits.bit(Vp8Tables.MODES[table + node / 2])];
          } while (node > 0);
          int mode = node + 10;
          modes[4 * y + x] = mode;
          modesAbove[4 * column + x] = mode;
          modesLeft[y] = mode;
        }
      }
    }
    chroma =
        !bits.is(142)
            ? Vp8Prediction.MEAN
            : !bits.is(114)
                ? Vp8Prediction.ABOVE
                : bits.is(183) ? Vp8Prediction.GRADIENT : Vp8Prediction.LEFT;
  }

  private void readCoefficients(int[] above, Vp8Bits part) {
    int[] steps = header.steps()[segment];
    int first = 0;
    int kind = LUMA;
    if (luma != SPLIT) {
      int[] means = new int[16];
      int count = read(part, MEANS, above[8] + left[8], 0, steps[2], steps[3], means, 0);
      above[8] = count > 0 ? 1 : 0;
      left[8] = above[8];
      Vp8Prediction.spreadMeans(means, coefficients);
      first = 1;
      kind = LUMA_BUT_MEAN;
    }
    for (int i = 0; i < 16; i++) {
      read(part, kind, first, steps[0], steps[1], 16 * i, above, i % 4, i / 4);
    }
    for (int i = 16; i < 24; i++) {
      int plane = i < 20 ? 4 : 6;
      read(part, CHROMA, 0, steps[4], steps[5], 16 * i, above, plane + i % 2, plane + i / 2 % 2);
    }
  }

  /// One block, with the context of those above (`x`) and left (`y`).
  private void read(
      Vp8Bits part,
      int kind,
      int first,
      int firstStep,
      int otherStep,
      int at,
      int[] above,
      int x,
      int y) {
    int context = above[x] + left[y];
    int count = read(part, kind, context, first, firstStep, otherStep, coefficients, at);
    above[x] = count > first ? 1 : 0;
    left[y] = above[x];
    filled |= count > 1 || coefficients[at] != 0;
  }

  /// @return position behind the last coefficient; `first` if there is none
  private int read(
      Vp8Bits part,
      int kind,
      int context,
      int first,
      int firstStep,
      int otherStep,
      int[] target,
      int at) {
    int[] p = header.tokens();
    int probabilities = table(kind, first, context);
    int n = first;
    while (n < 16) {
      if (!part.is(p[probabilities])) {
        return n;
      }
      while (!part.is(p[probabilities + 1])) {
        n++;
        if (n == 16) {
          return 16;
        }
        probabilities = table(kind, n, 0);
      }
      int value = 1;
      int next = 1;
      if (part.is(p[probabilities + 2])) {
        value = large(part, p, probabilities);
        next = 2;
      }
      int signed = part.flag() ? -value : value;
      target[at + ZIGZAG[n]] = signed * (n > 0 ? otherStep : firstStep);
      n++;
      probabilities = table(kind, n, next);
    }
    return 16;
  }

  private static int table(int kind, int n, int context) {
    return ((kind * 8 + BANDS[n]) * 3 + context) * 11;
  }

  private static int large(Vp8Bits part, int[] p, int at) {
    if (!part.is(p[at + 3])) {
      return part.is(p[at + 4]) ? 3 + part.bit(p[at + 5]) : 2;
    }
    if (!part.is(p[at + 6])) {
      if (!part.is(p[at + 7])) {
        return 5 + part.bit(159);
      }
      int two = 2 * part.bit(165);
      return 7 + two + part.bit(145);
    }
    int high = part.bit(p[at + 8]);
    int kind = 2 * high + part.bit(p[at + 9 + high]);
    int value = 0;
    for (int probability : LARGE[kind]) {
      value = 2 * value + part.bit(probability);
    }
    return value + 3 + (8 << kind);
  }
}
