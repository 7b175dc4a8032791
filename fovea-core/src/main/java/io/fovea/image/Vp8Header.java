// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import javax.imageio.IIOException;

/// What stands before the blocks of a key frame of VP8 (RFC 6386, sections 9 and 19.2).
///
/// @param width columns
/// @param height rows
/// @param first the rest of the first part: modes of blocks
/// @param parts with coefficients, of which rows of blocks take turns
/// @param segmentBits probabilities of the segments' tree; none if all blocks are of segment 0
/// @param steps of quantization, `[segment][6]`: luma, means of luma, chroma; of each the first
///     coefficient's and the others'
/// @param filter how edges are smoothed, `[segment][0 whole blocks, 1 blocks of 4 x 4]`
/// @param simple whether edges are smoothed in the simple way
/// @param tokens probabilities, as [Vp8Tables#tokens]
/// @param skip probability that a block has coefficients; -1 if all may have
record Vp8Header(
    int width,
    int height,
    Vp8Bits first,
    Vp8Bits[] parts,
    int[] segmentBits,
    int[][] steps,
    Vp8Filter.Strength[][] filter,
    boolean simple,
    int[] tokens,
    int skip) {

  private static final int SEGMENTS = 4;

  /// @param from where the frame begins
  /// @param to where it ends
  static Vp8Header of(byte[] file, int from, int to) throws IIOException {
    if (to - from < 10) {
      throw new IIOException("a frame that is cut off");
    }
    int tag = u24(file, from);
    int begin = from + 10;
    long end = (long) begin + (tag >> 5);
    if ((tag & 1) != 0 || (tag >> 1 & 7) > 3 || u24(file, from + 3) != 0x2A019D || end > to) {
      throw new IIOException("no key frame");
    }
    int width = (u24(file, from + 6) & 0xFFFF) & 0x3FFF;
    int height = (u24(file, from + 7) >> 8) & 0x3FFF;
    var bits = new Vp8Bits(file, begin, (int) end);
    // color space and whether to clamp: there is one space, and clamping does no harm
    bits.number(2);
    var segments = Segments.of(bits);
    boolean simple = bits.flag();
    int level = bits.number(6);
    int sharpness = bits.number(3);
    int[] deltas = filterDeltas(bits);
    int count = 1 << bits.number(2);
    Vp8Bits[] parts = parts(file, (int) end, to, count);
    int[][] steps = steps(bits, segments);
    var filter = new Vp8Filter.Strength[SEGMENTS][];
    for (int s = 0; s < SEGMENTS; s++) {
      int base = segments.value(level, segments.levels[s]);
      filter[s] =
          new Vp8Filter.Strength[] {
            Vp8Filter.Strength.of(level == 0 ? 0 : base + deltas[0], sharpness),
            Vp8Filter.Strength.of(level == 0 ? 0 : base + deltas[0] + deltas[1], sharpness)
          };
    }
    // whether probabilities are kept for the next frame: there is none
    bits.flag();
    int[] tokens = Vp8Tables.tokens();
    for (int i = 0; i < tokens.length; i++) {
      if (bits.is(Vp8Tables.TOKEN_UPDATES[i])) {
        tokens[i] = bits.number(8);
      }
    }
    int skip = bits.flag() ? bits.number(8) : -1;
    return new Vp8Header(
        width, height, bits, parts, segments.tree, steps, filter, simple, tokens, skip);
  }

  private static int u24(byte[] file, int at) {
    return file[at] & 0xFF | (file[at + 1] & 0xFF) << 8 | (file[at + 2] & 0xFF) << 16;
  }

  /// What differs between parts of a picture.
  ///
  /// @param used whether there are segments at all
  /// @param absolute whether values stand for themselves, or are added
  private record Segments(
      boolean used, boolean absolute, int[] qualities, int[] levels, int[] tree) {
    static Segments of(Vp8Bits bits) {
      int[] qualities = new int[SEGMENTS];
      int[] levels = new int[SEGMENTS];
      boolean used = bits.flag();
      boolean map = used && bits.flag();
      boolean values = used && bits.flag();
      // as libwebp takes it
      boolean absolute = used && (!values || bits.flag());
      for (int s = 0; values && s < SEGMENTS; s++) {
        qualities[s] = bits.signedIfThere(7);
      }
      for (int s = 0; values && s < SEGMENTS; s++) {
        levels[s] = bits.signedIfThere(6);
      }
      int[] tree = new int[map ? 3 : 0];
      for (int i = 0; i < tree.length; i++) {
        tree[i] = bits.flag() ? bits.number(8) : 255;
      }
      return new Segments(used, absolute, qualities, levels, tree);
    }

    int value(int common, int own) {
      return !used ? common : absolute ? own : common + own;
    }
  }

  /// What is added to the filter's level: for key frames, and for blocks of 4 x 4.
  private static int[] filterDeltas(Vp8Bits bits) {
    int[] deltas = new int[8];
    boolean used = bits.flag();
    if (used && bits.flag()) {
      for (int i = 0; i < deltas.length; i++) {
        deltas[i] = bits.signedIfThere(6);
      }
    }
    return new int[] {deltas[0], deltas[4]};
  }

  private static Vp8Bits[] parts(byte[] file, int from, int to, int count) throws IIOException {
    int at = from + 3 * (count - 1);
    if (at > to) {
      throw new IIOException("a frame that is cut off");
    }
    Vp8Bits[] parts = new Vp8Bits[count];
    for (int i = 0; i < count; i++) {
      int end = i == count - 1 ? to : (int) Math.min(to, (long) at + u24(file, from + 3 * i));
      parts[i] = new Vp8Bits(file, at, end);
      at = end;
    }
    return parts;
  }

  private static int[][] steps(Vp8Bits bits, Segments segments) {
    int common = bits.number(7);
    int luma = bits.signedIfThere(4);
    int meanFirst = bits.signedIfThere(4);
    int mean = bits.signedIfThere(4);
    int chromaFirst = bits.signedIfThere(4);
    int chroma = bits.signedIfThere(4);
    int[][] steps = new int[SEGMENTS][];
    for (int s = 0; s < SEGMENTS; s++) {
      int quality = segments.value(common, segments.qualities[s]);
      steps[s] =
          new int[] {
            Vp8Tables.firstStep(quality + luma),
            Vp8Tables.otherStep(quality),
            2 * Vp8Tables.firstStep(quality + meanFirst),
            Math.max(8, Vp8Tables.otherStep(quality + mean) * 155 / 100),
            Vp8Tables.firstStep(Math.min(quality + chromaFirst, 117)),
            Vp8Tables.otherStep(quality + chroma)
          };
    }
    return steps;
  }
}
