package io.fovea.image;

import java.nio.charset.StandardCharsets;

/// The sizes that a WebP file states, canvas and frame.
///
/// Decoders trust the canvas, so one that is not the size of the only frame makes them read far
/// beyond the data.
final class Webp {
  private static final int ANIMATION = 2;

  private Webp() {}

  /// Whether a still picture has the size of its canvas; also if the file says too little to tell.
  static boolean isConsistent(byte[] file) {
    int canvas = -1;
    int at = 12;
    while (at + 18 <= file.length) {
      String name = new String(file, at, 4, StandardCharsets.ISO_8859_1);
      int data = at + 8;
      if (name.equals("VP8X")) {
        if ((u8(file, data) & ANIMATION) != 0) {
          return true;
        }
        canvas = at;
      } else if (name.equals("VP8 ") || name.equals("VP8L")) {
        return canvas < 0 || at + 18 > file.length || isSame(file, canvas + 12, data, name);
      }
      long next = data + length(file, at + 4);
      if (next > file.length) {
        return true;
      }
      at = (int) (next + (next & 1));
    }
    return true;
  }

  /// @param canvas where the canvas states width and height less 1, in 24 bits each
  private static boolean isSame(byte[] file, int canvas, int frame, String name) {
    int width = 1 + (int) (length(file, canvas) & 0xFFFFFF);
    int height = 1 + (int) (length(file, canvas + 2) >> 8);
    if (name.equals("VP8L")) {
      int bits = (int) length(file, frame + 1);
      return width == 1 + (bits & 0x3FFF) && height == 1 + (bits >> 14 & 0x3FFF);
    }
    int sizes = (int) length(file, frame + 6);
    return width == (sizes & 0x3FFF) && height == (sizes >> 16 & 0x3FFF);
  }

  /// Four bytes, little-endian, unsigned.
  private static long length(byte[] file, int at) {
    return u8(file, at)
        | u8(file, at + 1) << 8
        | u8(file, at + 2) << 16
        | (long) u8(file, at + 3) << 24;
  }

  private static int u8(byte[] file, int at) {
    return file[at] & 0xFF;
  }
}
