// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// Blocks guessed from what lies above and left of them (RFC 6386, section 12), and their
/// differences from the guess (section 14).
final class Vp8Prediction {
  static final int MEAN = 0;
  static final int GRADIENT = 1;
  static final int ABOVE = 2;
  static final int LEFT = 3;

  private Vp8Prediction() {}

  /// A whole block of one plane.
  ///
  /// @param at its first pixel
  /// @param size 16 of luma, 8 of chroma
  static void whole(Vp8Plane plane, int at, int size, int mode, boolean hasAbove, boolean hasLeft) {
    switch (mode) {
      case MEAN -> fill(plane, at, size, mean(plane, at, size, hasAbove, hasLeft));
      case GRADIENT -> gradient(plane, at, size);
      case ABOVE -> {
        for (int y = 0; y < size; y++) {
          int from = at - plane.stride();
          System.arraycopy(plane.samples(), from, plane.samples(), at + y * plane.stride(), size);
        }
      }
      default -> {
        for (int y = 0; y < size; y++) {
          int row = at + y * plane.stride();
          java.util.Arrays.fill(plane.samples(), row, row + size, plane.samples()[row - 1]);
        }
      }
    }
  }

  private static int mean(Vp8Plane plane, int at, int size, boolean hasAbove, boolean hasLeft) {
    int above = 0;
    int left = 0;
    for (int i = 0; i < size; i++) {
      above += plane.at(at - plane.stride() + i);
      left += plane.at(at + i * plane.stride() - 1);
    }
    if (!hasAbove && !hasLeft) {
      return 128;
    }
    if (hasAbove && hasLeft) {
      return (above + left + size) / (2 * size);
    }
    return ((hasAbove ? above : left) + size / 2) / size;
  }

  private static void fill(Vp8Plane plane, int at, int size, int value) {
    for (int y = 0; y < size; y++) {
      int row = at + y * plane.stride();
      java.util.Arrays.fill(plane.samples(), row, row + size, (byte) value);
    }
  }

  private static void gradient(Vp8Plane plane, int at, int size) {
    int corner = plane.at(at - plane.stride() - 1);
    for (int y = 0; y < size; y++) {
      int row = at + y * plane.stride();
      int left = plane.at(row - 1) - corner;
      for (int x = 0; x < size; x++) {
        plane.samples()[row + x] =
            (byte) Math.clamp(left + plane.at(at - plane.stride() + x), 0, 255);
      }
    }
  }

  /// A block of 4 x 4 pixels.
  ///
  /// @param edge what surrounds it, from the lowest at the left (0) over the corner (4) to the last
  ///     above and right of it (12)
  static void small(Vp8Plane plane, int at, int mode, int[] edge) {
    switch (mode) {
      case MEAN -> {
        int sum = 4;
        for (int i = 0; i < 4; i++) {
          sum += edge[i] + edge[5 + i];
        }
        fill(plane, at, 4, sum >> 3);
      }
      case GRADIENT -> gradient(plane, at, 4);
      default -> {
        for (int y = 0; y < 4; y++) {
          for (int x = 0; x < 4; x++) {
            plane.samples()[at + y * plane.stride() + x] = (byte) pixel(mode, x, y, edge);
          }
        }
      }
    }
  }

  /// The modes that look along a direction.
  private static int pixel(int mode, int x, int y, int[] edge) {
    return switch (mode) {
      case ABOVE -> three(edge, 5 + x);
      case LEFT -> y == 3 ? (edge[1] + 3 * edge[0] + 2) >> 2 : three(edge, 3 - y);
      // down and left
      case 4 -> x + y == 6 ? (edge[11] + 3 * edge[12] + 2) >> 2 : three(edge, 6 + x + y);
      // down and right
      case 5 -> three(edge, 4 + x - y);
      // down, a little right
      case 6 -> {
        int i = 2 * x - y;
        yield i < 0
            ? three(edge, 5 + i)
            : i % 2 == 0 ? two(edge, 4 + i / 2) : three(edge, 4 + (i + 1) / 2);
      }
      // down, a little left
      case 7 -> {
        if (x == 3 && y >= 2) {
          yield three(edge, y == 2 ? 10 : 11);
        }
        yield y % 2 == 0 ? two(edge, 5 + x + y / 2) : three(edge, 6 + x + y / 2);
      }
      // right, a little down
      case 8 -> {
        int i = 2 * y - x;
        yield i < 0
            ? three(edge, 3 - i)
            : i % 2 == 0 ? two(edge, 3 - i / 2) : three(edge, 4 - (i + 1) / 2);
      }
      // right, a little up
      default -> {
        int i = x + 2 * y;
        yield i > 5
            ? edge[0]
            : i == 5
                ? (edge[1] + 3 * edge[0] + 2) >> 2
                : i % 2 == 0 ? two(edge, 2 - i / 2) : three(edge, 2 - i / 2);
      }
    };
  }

  private static int two(int[] edge, int first) {
    return edge[first] + edge[first + 1] + 1 >> 1;
  }

  private static int three(int[] edge, int middle) {
    return edge[middle - 1] + 2 * edge[middle] + edge[middle + 1] + 2 >> 2;
  }

  /// Spreads the means of the 16 blocks of 4 x 4, which were transformed once more (section 14.3).
  ///
  /// @param coefficients 16 for each block
  static void spreadMeans(int[] means, int[] coefficients) {
    int[] half = new int[16];
    for (int i = 0; i < 4; i++) {
      int a = means[i] + means[12 + i];
      int b = means[4 + i] + means[8 + i];
      int c = means[4 + i] - means[8 + i];
      int d = means[i] - means[12 + i];
      half[i] = a + b;
      half[4 + i] = c + d;
      half[8 + i] = a - b;
      half[12 + i] = d - c;
    }
    for (int i = 0; i < 16; i += 4) {
      int a = half[i] + half[i + 3] + 3;
      int b = half[i + 1] + half[i + 2];
      int c = half[i + 1] - half[i + 2];
      int d = half[i] - half[i + 3] + 3;
      coefficients[16 * i] = a + b >> 3;
      coefficients[16 * i + 16] = c + d >> 3;
      coefficients[16 * i + 32] = a - b >> 3;
      coefficients[16 * i + 48] = d - c >> 3;
    }
  }

  /// Adds the differences of a block of 4 x 4 to its guess.
  ///
  /// @param from where its 16 coefficients begin
  static void add(Vp8Plane plane, int at, int[] coefficients, int from) {
    int[] half = new int[16];
    for (int i = 0; i < 4; i++) {
      int first = coefficients[from + i];
      int second = coefficients[from + 4 + i];
      int third = coefficients[from + 8 + i];
      int fourth = coefficients[from + 12 + i];
      int c = sine(second) - cosine(fourth);
      int d = cosine(second) + sine(fourth);
      half[4 * i] = first + third + d;
      half[4 * i + 1] = first - third + c;
      half[4 * i + 2] = first - third - c;
      half[4 * i + 3] = first + third - d;
    }
    for (int y = 0; y < 4; y++) {
      int a = half[y] + half[8 + y] + 4;
      int b = half[y] - half[8 + y] + 4;
      int c = sine(half[4 + y]) - cosine(half[12 + y]);
      int d = cosine(half[4 + y]) + sine(half[12 + y]);
      int row = at + y * plane.stride();
      change(plane, row, a + d);
      change(plane, row + 1, b + c);
      change(plane, row + 2, b - c);
      change(plane, row + 3, a - d);
    }
  }

  /// Times `sqrt(2) * cos(pi / 8)`.
  private static int cosine(int value) {
    return value + (value * 20091 >> 16);
  }

  /// Times `sqrt(2) * sin(pi / 8)`.
  private static int sine(int value) {
    return value * 35468 >> 16;
  }

  private static void change(Vp8Plane plane, int at, int by) {
    plane.samples()[at] = (byte) Math.clamp(plane.at(at) + (by >> 3), 0, 255);
  }
}
