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

  /// The frame at its place; what it does not cover is transparent.
  Image onCanvas(Image frame) {
    if (frame.width() == width && frame.height() == height) {
      return frame;
    }
    byte[] samples = new byte[Math.multiplyExact(width * height, 4)];
    int columns = Math.min(frame.width(), width - left);
    for (int y = 0; y < Math.min(frame.height(), height - top); y++) {
      for (int x = 0; x < columns; x++) {
        int at = ((top + y) * width + left + x) * 4;
        for (int c = 0; c < 3; c++) {
          samples[at + c] = (byte) frame.at(x, y, frame.channels() == 1 ? 0 : c);
        }
        samples[at + 3] = frame.channels() == 4 ? (byte) frame.at(x, y, 3) : (byte) 0xFF;
      }
    }
    return Image.ofOwned(width, height, 4, samples);
  }
}
