// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// Red, green, blue of the planes of a frame, as libwebp computes them: chroma is mixed of the four
/// nearest samples, 9 : 3 : 3 : 1, and levels run from 16 to 235 (ITU-R BT.601).
final class Vp8Colors {
  private Vp8Colors() {}

  /// @param planes luma and two of chroma, of half the size
  static byte[] of(Vp8Plane[] planes, int width, int height) {
    byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    int half = (height + 1) / 2;
    int[] blue = new int[width];
    int[] red = new int[width];
    for (int y = 0; y < height; y++) {
      int near = y / 2;
      int far = Math.clamp(near + (y % 2 == 0 ? -1 : 1), 0, half - 1);
      spread(planes[1], near, far, blue);
      spread(planes[2], near, far, red);
      int from = planes[0].index(0, y);
      for (int x = 0, at = 3 * y * width; x < width; x++, at += 3) {
        int luma = planes[0].at(from + x) * 19077 >> 8;
        int u = blue[x];
        int v = red[x];
        samples[at] = level(luma + (v * 26149 >> 8) - 14234);
        samples[at + 1] = level(luma - (u * 6419 >> 8) - (v * 13320 >> 8) + 8708);
        samples[at + 2] = level(luma + (u * 33050 >> 8) - 17685);
      }
    }
    return samples;
  }

  private static byte level(int value) {
    return (byte) Math.clamp(value >> 6, 0, 255);
  }

  /// One row of chroma, of two rows of samples.
  private static void spread(Vp8Plane plane, int near, int far, int[] row) {
    int n = plane.index(0, near);
    int f = plane.index(0, far);
    row[0] = 3 * plane.at(n) + plane.at(f) + 2 >> 2;
    int width = row.length;
    for (int x = 1; x < width; x++) {
      int i = (x - 1) / 2;
      if (i + 1 > (width - 1) / 2) {
        row[x] = 3 * plane.at(n + i) + plane.at(f + i) + 2 >> 2;
        continue;
      }
      int here = plane.at(n + i);
      int next = plane.at(n + i + 1);
      int hereFar = plane.at(f + i);
      int nextFar = plane.at(f + i + 1);
      int sum = here + next + hereFar + nextFar + 8;
      row[x] =
          x % 2 == 1
              ? (sum + 2 * (next + hereFar) >> 3) + here >> 1
              : (sum + 2 * (here + nextFar) >> 3) + next >> 1;
    }
  }
}
