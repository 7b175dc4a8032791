// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// What a picture looks like in 256 bits: where brightness rises from one sixteenth to the next.
///
/// Other sizes, formats and qualities of a picture have nearly the same bits; that is the
/// difference hash, taken of 17 x 16 means.
///
/// @param a rows 0 to 3
/// @param b rows 4 to 7
/// @param c rows 8 to 11
/// @param d rows 12 to 15
/// @param mean brightness, 0..255
public record PictureHash(long a, long b, long c, long d, int mean) {
  /// Bits by which pictures that resemble each other may differ; unrelated ones differ by about
  /// 128 of the 256.
  private static final int NEAR = 12;

  private static final int NEAR_MEAN = 6;

  /// Looks at a picture.
  public static PictureHash of(Image image) {
    Image small = Resize.to(17, 16).interpolation(Interpolation.AREA).on(image.toGray());
    long[] bits = new long[4];
    int sum = 0;
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        sum += small.at(x, y, 0);
        bits[y / 4] = bits[y / 4] << 1 | (small.at(x + 1, y, 0) > small.at(x, y, 0) ? 1 : 0);
      }
    }
    return new PictureHash(bits[0], bits[1], bits[2], bits[3], sum / 256);
  }

  /// Bits that differ, 0..256.
  public int distance(PictureHash other) {
    return Long.bitCount(a ^ other.a)
        + Long.bitCount(b ^ other.b)
        + Long.bitCount(c ^ other.c)
        + Long.bitCount(d ^ other.d);
  }

  /// Whether the two look like the same picture.
  public boolean resembles(PictureHash other) {
    return Math.abs(mean - other.mean) <= NEAR_MEAN && distance(other) <= NEAR;
  }
}
