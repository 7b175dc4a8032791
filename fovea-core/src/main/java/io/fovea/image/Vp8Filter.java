// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

/// Smooths the edges between blocks of a whole frame (RFC 6386, section 15).
final class Vp8Filter {
  /// How much one kind of block is smoothed.
  ///
  /// @param edge largest step across an edge that is smoothed; 0 if none is
  /// @param inside largest step between neighbours beside it
  /// @param steep from which step between neighbours on only the nearest are changed
  record Strength(int edge, int inside, int steep) {
    static Strength of(int level, int sharpness) {
      int cut = Math.clamp(level, 0, 63);
      if (cut == 0) {
        return new Strength(0, 0, 0);
      }
      int inside = sharpness > 4 ? cut >> 2 : sharpness > 0 ? cut >> 1 : cut;
      if (sharpness > 0) {
        inside = Math.min(inside, 9 - sharpness);
      }
      inside = Math.max(inside, 1);
      return new Strength(2 * cut + inside, inside, cut >= 40 ? 2 : cut >= 15 ? 1 : 0);
    }
  }

  private Vp8Filter() {}

  /// Smooths around one block of 16 x 16 pixels, left and top edges and, if wanted, those inside.
  static void block(
      Vp8Plane[] planes, int column, int row, Strength strength, boolean inside, boolean simple) {
    if (strength.edge == 0) {
      return;
    }
    if (column > 0) {
      edges(planes, column, row, strength, true, false, simple);
    }
    if (inside) {
      edges(planes, column, row, strength, true, true, simple);
    }
    if (row > 0) {
      edges(planes, column, row, strength, false, false, simple);
    }
    if (inside) {
      edges(planes, column, row, strength, false, true, simple);
    }
  }

  /// @param upright whether edges run from top to bottom
  private static void edges(
      Vp8Plane[] planes,
      int column,
      int row,
      Strength strength,
      boolean upright,
      boolean inside,
      boolean simple) {
    for (int p = 0; p < (simple ? 1 : 3); p++) {
      Vp8Plane plane = planes[p];
      int size = p == 0 ? 16 : 8;
      int at = plane.index(column * size, row * size);
      int across = upright ? 1 : plane.stride();
      int along = upright ? plane.stride() : 1;
      for (int i = inside ? 4 : 0; i < (inside ? size : 1); i += 4) {
        int from = at + i * across;
        int limit = 2 * (inside ? strength.edge : strength.edge + 4) + 1;
        for (int k = 0; k < size; k++, from += along) {
          if (simple) {
            simple(plane.samples(), from, across, limit);
          } else {
            normal(plane.samples(), from, across, limit, strength, inside);
          }
        }
      }
    }
  }

  private static void simple(byte[] s, int at, int step, int limit) {
    if (isSmooth(s, at, step, limit)) {
      nearest(s, at, step);
    }
  }

  private static void normal(
      byte[] s, int at, int step, int limit, Strength strength, boolean inside) {
    if (!isSmooth(s, at, step, limit)) {
      return;
    }
    int most = strength.inside;
    for (int i = -4; i < 3; i++) {
      if (i != -1 && Math.abs(u8(s, at + i * step) - u8(s, at + (i + 1) * step)) > most) {
        return;
      }
    }
    boolean steep =
        Math.abs(u8(s, at - 2 * step) - u8(s, at - step)) > strength.steep
            || Math.abs(u8(s, at + step) - u8(s, at)) > strength.steep;
    if (steep) {
      nearest(s, at, step);
    } else if (inside) {
      four(s, at, step);
    } else {
      six(s, at, step);
    }
  }

  private static boolean isSmooth(byte[] s, int at, int step, int limit) {
    return 4 * Math.abs(u8(s, at - step) - u8(s, at))
            + Math.abs(u8(s, at - 2 * step) - u8(s, at + step))
        <= limit;
  }

  private static void nearest(byte[] s, int at, int step) {
    int outer = signed(u8(s, at - 2 * step) - u8(s, at + step));
    int a = 3 * (u8(s, at) - u8(s, at - step)) + outer;
    change(s, at - step, small(a + 3 >> 3));
    change(s, at, -small(a + 4 >> 3));
  }

  private static void four(byte[] s, int at, int step) {
    int a = 3 * (u8(s, at) - u8(s, at - step));
    int right = small(a + 4 >> 3);
    int outer = right + 1 >> 1;
    change(s, at - 2 * step, outer);
    change(s, at - step, small(a + 3 >> 3));
    change(s, at, -right);
    change(s, at + step, -outer);
  }

  private static void six(byte[] s, int at, int step) {
    int outer = signed(u8(s, at - 2 * step) - u8(s, at + step));
    int a = signed(3 * (u8(s, at) - u8(s, at - step)) + outer);
    int near = 27 * a + 63 >> 7;
    int middle = 18 * a + 63 >> 7;
    int far = 9 * a + 63 >> 7;
    change(s, at - 3 * step, far);
    change(s, at - 2 * step, middle);
    change(s, at - step, near);
    change(s, at, -near);
    change(s, at + step, -middle);
    change(s, at + 2 * step, -far);
  }

  private static void change(byte[] s, int at, int by) {
    s[at] = (byte) Math.clamp(u8(s, at) + by, 0, 255);
  }

  private static int signed(int value) {
    return Math.clamp(value, -128, 127);
  }

  private static int small(int value) {
    return Math.clamp(value, -16, 15);
  }

  private static int u8(byte[] s, int at) {
    return s[at] & 0xFF;
  }
}
