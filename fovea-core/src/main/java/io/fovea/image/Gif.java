// SPDX-License-Identifier: Apache-2.0
package io.fovea.image;

import javax.imageio.IIOException;

/// Where the first frame of a GIF file lies on its canvas (GIF89a, sections 18 and 20).
///
/// @param width of the canvas, or of what reaches beyond it
/// @param height of the canvas, or of what reaches beyond it
/// @param left first column of the frame
/// @param top first row of the frame
record Gif(int width, int height, int left, int top) {
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2C;

  static Gif of(byte[] file) throws IIOException {
    try {
      int at = 13 + colors(file[10]);
      while (file[at] == EXTENSION) {
        at += 2;
        while (file[at] != 0) {
          at += 1 + (file[at] & 0xFF);
        }
        at++;
      }
      if (file[at] != FRAME) {
        throw new IIOException("no frame");
      }
      int left = u16(file, at + 1);
      int top = u16(file, at + 3);
      return new Gif(
          Math.max(u16(file, 6), left + u16(file, at + 5)),
          Math.max(u16(file, 8), top + u16(file, at + 7)),
          left,
          top);
    } catch (IndexOutOfBoundsException e) {
      throw new IIOException("a header that is cut off", e);
    }
  }

  /// Bytes of a table of colors.
  private static int colors(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
  }

  private static int u16(byte[] file, int at) {
    return file[at] & 0xFF | (file[at + 1] & 0xFF) << 8;
  }

  /// The frame at its place.
  Image onCanvas(Image frame) throws IIOException {
    if (frame.width() > width - left || frame.height() > height - top) {
      throw new IIOException("a frame beyond its canvas");
    }
    return Canvas.with(frame, left, top, width, height);
  }
}
